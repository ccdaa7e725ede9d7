// The views in the order of the navigation.
import { gradient } from './gradient';
import { motion } from './motion';
import { signal } from './signal';
import { space } from './space';
import { training } from './training';
import { language } from './language';
import { lookup } from './lookup';
import { trust } from './trust';
import type { View } from './view';

export const views: readonly View[] = [training, gradient, signal, space, motion, lookup, language, trust];
