// The pictures of a softmax and its loss that `rowgrad plot` draws. They need no run.
import { ask, recorded } from './ask';
import { barChart, heatMap, lineChart, type Drawing } from './charts';
import { curvesChart, jacobianChart, signalChart, type CurvePoint, type Signal } from './charts/signal';
import type { Arguments, Picture } from './pictures';

const theSignal = () => ask<Signal>('signal', recorded('signal')[0]);

// The title takes room that the drawing's own height does not count.
const TITLE = 46;
const titled = (drawing: Drawing): Drawing => ({ ...drawing, height: drawing.height && drawing.height + TITLE });

export const signalPictures: Record<string, (args: Arguments) => Promise<Picture>> = {
  curves: async () => {
    const data = curvesChart(await ask<CurvePoint[]>('curves'));
    return { title: data.title, draw: (palette) => lineChart(data, palette) };
  },
  jacobian: async () => {
    const data = jacobianChart(await theSignal());
    return { title: data.title, draw: (palette, width) => titled(heatMap(data, palette, width)) };
  },
  signal: async () => {
    const data = signalChart(await theSignal());
    return { title: data.title, draw: (palette, width) => titled(barChart(data, palette, width)) };
  },
};
