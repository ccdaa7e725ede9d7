// A text to start with in which a word stands twice, of words that the run knows.
import type { Context } from '../view';

const isWord = (word: string) => /^\p{L}+$/u.test(word);

export async function startText(ctx: Context): Promise<string> {
  const run = ctx.run.id;
  if (ctx.run.task === 'lm') {
    const samples = await ctx.ask<{ text: string }[]>('sample', { run, seed: 1 });
    const again = samples.find(({ text }) => /(\p{L}).*\1/u.test(text) && text.length <= 8);
    return (again ?? samples[0])?.text ?? '';
  }
  const { words } = await ctx.ask<{ words: string[] }>('space', { run, count: 1000 });
  if (words.includes('not') && words.includes('bad')) return 'not bad not';
  const [first = '', second = first] = words.filter(isWord).slice(-2);
  return `${first} ${second} ${first}`;
}
