// The views in the order of the navigation.
import { gradient } from './gradient';
import { language } from './language';
import { lookup } from './lookup';
import { motion } from './motion';
import { signal } from './signal';
import { space } from './space';
import { training } from './training';
import { trust } from './trust';
import type { View } from './view';

export const views: readonly View[] = [training, lookup, gradient, signal, space, motion, language, trust];
