// The pictures of words as points.
import { ask, recorded } from './ask';
import { motionChart } from './charts/motion';
import { drawSpace, spaceChart } from './charts/space';
import type { Picture } from './pictures';
import type { Motion } from './views/motion/answers';
import type { Space } from './views/space/answers';

/** The one answer that was recorded to the question `name`. */
const only = <T>(name: string): Promise<T> => ask<T>(name, recorded(name)[0]);

export const wordPictures: Record<string, () => Promise<Picture>> = {
  space: async () => {
    const data = spaceChart(await only<Space>('space'));
    return { title: data.title, draw: (palette, width) => drawSpace(data, palette, width) };
  },
  motion: async () => {
    const motion = await only<Motion>('motion');
    const title = `${motion.table}: the ways of ${motion.words.length} words over ${motion.frames.length} snapshots`;
    return { title, draw: (palette, width) => motionChart(motion, palette, width) };
  },
};
