// The views in the order of the navigation.
import { training } from './training';
import type { View } from './view';

export const views: readonly View[] = [training];
