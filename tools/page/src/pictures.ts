// The pictures that `rowgrad plot` draws, by name: from recorded answers to a drawing, without a page.
import { ask, recorded } from './ask';
import { lineChart, type Draw, type LineChart } from './charts';
import {
  learningRateChart,
  lossChart,
  metricChart,
  rowsChart,
  speedChart,
  type LogLine,
  type Over,
  type RunLog,
} from './charts/training';
import { distinct, type RunsAnswer } from './runs';
import { signalPictures } from './signal_pictures';
import { textPictures } from './text_pictures';
import { wordPictures } from './word_pictures';

export interface Picture {
  title: string;
  draw: Draw;
}

export type Arguments = Record<string, string>;

async function logs(): Promise<RunLog[]> {
  const runs = distinct((await ask<RunsAnswer>('runs')).runs);
  const asked = new Set(recorded('training').map(({ run }) => run));
  return Promise.all(
    runs
      .filter((run) => asked.has(String(run.id)))
      .map(async (run) => ({
        name: run.name,
        colour: run.id,
        lines: (await ask<{ lines: LogLine[] }>('training', { run: run.id })).lines,
      })),
  );
}

const over = (args: Arguments): Over => (args.over === 'seconds' ? 'seconds' : 'step');
const lines = (data: LineChart): Picture => ({ title: data.title, draw: (palette) => lineChart(data, palette) });

export const pictures: Record<string, (args: Arguments) => Promise<Picture>> = {
  loss: async (args) => lines(lossChart(await logs(), over(args), args.scale === 'log')),
  accuracy: async (args) => lines(metricChart(await logs(), over(args), 'accuracy')),
  'learning-rate': async (args) => lines(learningRateChart(await logs(), over(args))),
  speed: async (args) => lines(speedChart(await logs(), over(args))),
  rows: async (args) => lines(rowsChart(await logs(), over(args), args.share === '1')),
  ...textPictures,
  ...wordPictures,
  ...signalPictures,
};
