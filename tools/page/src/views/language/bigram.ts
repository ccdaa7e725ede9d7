// Which symbol follows which: the model's probabilities beside those counted in the data.
import { bigramChart, bigramTitle, type Bigram, type BigramShown } from '../../charts/language';
import { chart } from '../../chart';
import { segmented } from '../../controls';
import { card, controls, fill, grid, h, problem } from '../../dom';
import { number } from '../../text';
import { value } from '../../value';
import type { Context } from '../view';

export async function bigram(el: HTMLElement, ctx: Context): Promise<void> {
  const place = h('div', { class: 'stack' });
  el.append(card('Which symbol follows which', place));
  let data: Bigram;
  try {
    data = await ctx.ask<Bigram>('bigram', { run: ctx.run.id });
  } catch (error) {
    return problem(place, error);
  }
  const picture = (shown: BigramShown) =>
    chart(bigramTitle(shown), (palette, width) => bigramChart(data, shown, palette, width), { signal: ctx.signal })
      .element;
  const both = grid(picture('model'), picture('counted'));
  const difference = picture('difference');
  const pictures = h('div');
  const show = (which: string) => {
    ctx.keep('bigram', which === 'difference' ? which : null);
    fill(pictures, which === 'difference' ? difference : both);
  };
  const start = ctx.kept('bigram') ?? 'both';
  const choices = [
    { value: 'both', name: 'Side by side' },
    { value: 'difference', name: 'Difference' },
  ];
  fill(
    place,
    h(
      'p',
      {},
      'A row is the symbol before, a column the one that follows. The model is given that one symbol; beside it is what was counted in the data. The largest difference between both is ',
      value('largest-difference', data.largest_difference, (v) => number(v, 3)),
      '.',
    ),
    controls(segmented('Show', choices, start, show)),
    pictures,
  );
  show(start);
}
