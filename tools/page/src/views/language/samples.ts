// Texts that the model writes.
import { button, slider } from '../../controls';
import { card, controls, fill, h, nameText, note } from '../../dom';
import { AnswerPlace } from '../../answer_place';
import type { Context } from '../view';
import { recordedTemperatures, temperatureControl } from './prefixes';

const SEEDS = 1000;

export async function samples(el: HTMLElement, ctx: Context): Promise<void> {
  const run = ctx.run.id;
  const temperatures = recordedTemperatures(ctx, 'sample');
  let temperature = ctx.live || temperatures.includes('1') ? '1' : (temperatures[0] ?? '1');
  let seed = 1;
  const place = h('div');
  const choices = h('div');
  el.append(card('What it writes', choices, place));
  if (!ctx.live && temperatures.length === 0) return fill(place, note('This report holds no texts of this run.'));

  const latest = new AnswerPlace(place);
  const show = () =>
    latest.show(ctx.ask<{ text: string }[]>('sample', { run, prefix: '', seed, temperature }), (items) => {
      const texts = items.map(({ text }, i) =>
        h(
          'li',
          { dataset: { test: `sample-${i}`, value: text } },
          text ? nameText(text, 400) : h('span', { class: 'quiet' }, 'nothing'),
        ),
      );
      fill(place, h('ol', { class: 'samples', 'aria-label': 'Texts that the model wrote' }, ...texts));
    });
  const seeds = slider('Seed', { min: 1, max: SEEDS, step: 1, show: String }, seed, (given) => {
    seed = given;
    void show();
  });
  const again = button(
    'Write others',
    () => {
      seed = (seed % SEEDS) + 1;
      seeds.set(seed);
      void show().then(() => ctx.announce(`${place.querySelectorAll('li').length} other texts`));
    },
    { primary: true },
  );
  const warmth = temperatureControl(ctx, 'sample', temperature, (given) => {
    temperature = given;
    void show();
  });
  fill(choices, controls(ctx.live && again, warmth, ctx.live && seeds));
  await show();
}
