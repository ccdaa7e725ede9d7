// How far a classifier can be trusted: accuracy by confidence, and which class is taken for which.
import type { Palette } from '../palette';
import { number, percent } from '../text';
import { barChart } from './bar';
import type { Drawing } from './drawing';
import { heatMap } from './heatmap';
import { scatterChart } from './scatter';

export interface Bin {
  from: number;
  to: number;
  count: number;
  confidence: number;
  accuracy: number;
}

export interface Mistake {
  number: number;
  text: string;
  label: string;
  predicted: string;
  rival: string;
  probability: number;
  loss: number;
  words: { word: string; weight: number }[];
}

export interface Trust {
  split: string;
  count: number;
  accuracy: number;
  loss: number;
  calibration_error: number;
  bins: Bin[];
  labels: string[];
  confusion?: number[][];
  worst_confusions?: { label: string; predicted: string; count: number }[];
  worst: Mistake[];
}

const binName = (bin: Bin) => `${number(Math.round(100 * bin.from))}–${percent(bin.to, 0)}`;
const SMALL = 9; // pixels across
const LARGE = 34;

/** A dot per bin, as large as the bin is full; on the diagonal the model is as often right as it claims. */
export function calibrationChart({ bins }: Trust, palette: Palette, width: number): Drawing {
  const filled = bins.filter(({ count }) => count > 0);
  const most = filled.reduce((m, { count }) => Math.max(m, count), 1);
  const drawing = scatterChart(
    {
      title: 'Calibration',
      x: { name: 'confidence', min: 0, max: 1, show: (v) => percent(v, 1) },
      y: { name: 'accuracy', min: 0, max: 1, show: (v) => percent(v, 1) },
      groups: [
        {
          name: 'bins',
          points: filled.map((bin) => ({
            x: bin.confidence,
            y: bin.accuracy,
            name: `${binName(bin)}: ${number(bin.count)} texts`,
          })),
        },
      ],
      diagonal: true,
    },
    palette,
    width,
  );
  const series = drawing.option.series as { data: number[][]; symbolSize?: unknown }[];
  series[0].symbolSize = (_: unknown, { dataIndex }: { dataIndex: number }) =>
    SMALL + (LARGE - SMALL) * Math.sqrt(filled[dataIndex].count / most);
  const said = filled.map(
    (bin) => `At ${percent(bin.confidence)} confidence ${percent(bin.accuracy)} are right, of ${number(bin.count)}.`,
  );
  return {
    ...drawing,
    summary: `Calibration: accuracy over confidence, with a diagonal where both are equal. ${said.join(' ')}`,
    numbers: () => ({
      columns: ['from', 'to', 'count', 'confidence', 'accuracy'],
      rows: bins.map(({ from, to, count, confidence, accuracy }) => [
        from,
        to,
        count,
        count ? confidence : null,
        count ? accuracy : null,
      ]),
    }),
  };
}

export function binsChart({ bins }: Trust, palette: Palette, width: number): Drawing {
  const chart = {
    title: 'Texts by confidence',
    categories: bins.map(binName),
    value: { name: 'texts', min: 0, show: (v: number) => number(v) },
    bars: [{ name: 'texts', values: bins.map(({ count }) => count) }],
  };
  return barChart(chart, palette, width);
}

/** A matrix, or the most frequent mistakes where there are too many classes for one. */
export function confusionChart(trust: Trust, palette: Palette, width: number): Drawing {
  const title = 'Confusion';
  if (!trust.confusion) {
    const worst = trust.worst_confusions ?? [];
    const chart = {
      title,
      categories: worst.map(({ label, predicted }) => `${label} → ${predicted}`),
      value: { name: 'texts', min: 0, show: (v: number) => number(v) },
      bars: [{ name: 'texts', values: worst.map(({ count }) => count) }],
      lying: true,
      written: true,
    };
    return barChart(chart, palette, width);
  }
  return heatMap(
    {
      title,
      rows: trust.labels,
      columns: trust.labels,
      values: trust.confusion,
      rowsName: 'true label',
      columnsName: 'predicted',
      valueName: 'texts',
      show: (value) => number(value),
      cellHeight: trust.labels.length <= 6 ? 56 : undefined,
    },
    palette,
    width,
  );
}
