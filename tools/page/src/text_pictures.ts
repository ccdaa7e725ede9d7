// Pictures for `rowgrad plot` about language models and classifiers. Each is of the one answer that was recorded.
import { ask, recorded } from './ask';
import { attentionChart, bigramChart, nextChart, type Attention, type Bigram, type Next } from './charts/language';
import { calibrationChart, confusionChart, type Trust } from './charts/trust';
import type { Arguments, Picture } from './pictures';
import { canvasText } from './text';

async function only<T>(name: string): Promise<T> {
  const [args] = recorded(name);
  return ask<T>(name, args);
}

function chosen<T>(what: string, all: readonly T[], index: number, names: readonly string[]): T {
  if (all[index] === undefined) throw new Error(`no ${what} of that name; there are ${names.join(', ')}`);
  return all[index];
}

async function attentionPicture(args: Arguments): Promise<Picture> {
  const { tokens, layers } = await only<Attention>('attention');
  const names = layers.map(({ name }) => name);
  const layer = chosen('layer', layers, args.layer === undefined ? 0 : names.indexOf(args.layer), names);
  const number = Number(args.head ?? 0);
  const head = chosen(
    'head',
    layer.heads,
    number,
    layer.heads.map((_, i) => String(i)),
  );
  const title = `Attention of ${layer.name}, head ${number}`;
  return { title, draw: (palette, width) => attentionChart(tokens, head, title, palette, width) };
}

export const textPictures: Record<string, (args: Arguments) => Promise<Picture>> = {
  bigram: async () => {
    const data = await only<Bigram>('bigram');
    return {
      title: 'Which symbol follows which',
      draw: (palette, width) => bigramChart(data, 'model', palette, width),
    };
  },
  next: async () => {
    const data = await only<Next>('next');
    const title = data.prefix ? `What comes after “${canvasText(data.prefix, 40)}”` : 'What comes first';
    return { title, draw: (palette, width) => nextChart(data, palette, width) };
  },
  attention: attentionPicture,
  calibration: async () => {
    const data = await only<Trust>('trust');
    return {
      title: `Accuracy over confidence, ${data.split}`,
      draw: (palette, width) => calibrationChart(data, palette, width),
    };
  },
  confusion: async () => {
    const data = await only<Trust>('trust');
    return { title: `Confusion, ${data.split}`, draw: (palette, width) => confusionChart(data, palette, width) };
  },
};
