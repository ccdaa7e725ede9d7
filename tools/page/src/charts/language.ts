// What a language model says: bigrams, the next symbol, and attention.
import type { Palette } from '../palette';
import { canvasText, number, percent } from '../text';
import { barChart } from './bar';
import type { Drawing } from './drawing';
import { heatMap } from './heatmap';

/** A symbol that cannot be seen, by a name: the boundary of a text is its start before and its end after. */
export function symbolText(symbol: string, where: 'before' | 'after'): string {
  if (symbol === '</s>' || symbol === '<s>') return where === 'before' ? '⏎ start' : '⏎ end';
  if (symbol === ' ') return '␣ space';
  if (symbol === '\n') return '↵ new line';
  return symbol;
}

export interface Bigram {
  symbols: string[];
  counts: number[][];
  counted: number[][];
  model: number[][];
  largest_difference: number;
}

export type BigramShown = 'model' | 'counted' | 'difference';

const MANY = 60;
const TITLES = { model: 'The model', counted: 'Counted in the data', difference: 'Model less counted' };
export const bigramTitle = (shown: BigramShown): string => TITLES[shown];

/** Every pair of symbols; the numbers have the counts and both probabilities. */
export function bigramChart(data: Bigram, shown: BigramShown, palette: Palette, width: number): Drawing {
  const { symbols, counts, counted, model } = data;
  const before = symbols.map((symbol) => symbolText(symbol, 'before'));
  const after = symbols.map((symbol) => symbolText(symbol, 'after'));
  const values =
    shown === 'difference'
      ? model.map((row, r) => row.map((p, c) => p - counted[r][c]))
      : shown === 'model'
        ? model
        : counted;
  // One scale for both, so that equal colours are equal probabilities.
  const most = [...model, ...counted].reduce((top, row) => row.reduce((m, p) => Math.max(m, p), top), 0);
  const drawing = heatMap(
    {
      title: TITLES[shown],
      rows: before,
      columns: after,
      values,
      rowsName: 'before',
      columnsName: 'next symbol',
      valueName: shown === 'difference' ? 'difference of probabilities' : 'probability',
      signed: shown === 'difference',
      most: shown === 'difference' ? data.largest_difference || undefined : most || undefined,
      show: (value) => number(value, 2),
      written: false,
      cellHeight: symbols.length > MANY ? 9 : 18,
    },
    palette,
    width,
  );
  const tooltip = drawing.option.tooltip as object;
  return {
    ...drawing,
    option: {
      ...drawing.option,
      tooltip: {
        ...tooltip,
        formatter: (hovered: { value?: unknown }) => {
          const [c, r] = hovered.value as [number, number];
          return [
            `${canvasText(before[r])}, then ${canvasText(after[c])}`,
            `model  ${percent(model[r][c], 2)}`,
            `counted  ${percent(counted[r][c], 2)}, ${number(counts[r][c])} times`,
          ].join('\n');
        },
      } as typeof drawing.option.tooltip,
    },
    numbers: () => ({
      columns: ['before', 'next', 'count', 'counted', 'model'],
      rows: before.flatMap((first, r) =>
        after.map((second, c) => [first, second, counts[r][c], counted[r][c], model[r][c]]),
      ),
    }),
  };
}

export interface Next {
  prefix: string;
  symbols: string[];
  probabilities: { token: string; probability: number }[];
  matches?: Match[];
}

export interface Match {
  word: string;
  score: number;
  dot: number;
  bias?: number;
  cosine: number;
  cosine_rank: number;
  probability: number;
}

const BARS = 30;

export function nextChart({ probabilities }: Next, palette: Palette, width: number): Drawing {
  const first = probabilities.slice(0, BARS);
  const chart = {
    title: 'The next symbol',
    categories: first.map(({ token }) => symbolText(token, 'after')),
    value: { name: 'probability', min: 0, show: (p: number) => percent(p, 2) },
    bars: [{ name: 'probability', values: first.map(({ probability }) => probability) }],
    lying: true,
    written: true,
  };
  return barChart(chart, palette, width);
}

export interface Attention {
  tokens: string[];
  layers: { name: string; heads: number[][][] }[];
}

export function attentionChart(
  tokens: readonly string[],
  head: number[][],
  title: string,
  palette: Palette,
  width: number,
): Drawing {
  const names = tokens.map((token) => symbolText(token, 'before'));
  return heatMap(
    {
      title,
      rows: names,
      columns: names,
      values: head,
      rowsName: 'from',
      columnsName: 'looks at',
      valueName: 'attention',
      most: 1,
      show: (value) => number(value, 2),
    },
    palette,
    width,
  );
}
