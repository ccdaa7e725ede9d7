// What comes next after a text: probabilities as bars, and the scores that they come from.
import { nextChart, symbolText, type Next } from '../../charts/language';
import { chart, type Chart } from '../../chart';
import { button, select } from '../../controls';
import { card, controls, fill, h, note } from '../../dom';
import { AnswerPlace } from '../../answer_place';
import { canvasText, percent } from '../../text';
import { value } from '../../value';
import type { Context } from '../view';
import { matches } from './matches';
import { prefixControl, recordedTemperatures, temperatureControl } from './prefixes';

const TOP = ['0', '1', '3', '5', '10', '20'];
const OFFERED = 6; // symbols to go on with
const PAUSE = 80; // milliseconds that a slider rests before it asks

interface Asked {
  prefix: string;
  temperature: string;
  top_k: string;
}

export async function next(el: HTMLElement, ctx: Context): Promise<void> {
  const run = ctx.run.id;
  const temperatures = recordedTemperatures(ctx, 'next');
  const asked: Asked = {
    prefix: ctx.kept('prefix') ?? '',
    temperature: ctx.kept('temperature') ?? (ctx.live || temperatures.includes('1') ? '1' : (temperatures[0] ?? '1')),
    top_k: (ctx.live && ctx.kept('top_k')) || '0',
  };
  const choices = h('div');
  const place = h('div', { class: 'stack' });
  const scores = h('div', { class: 'stack' });
  el.append(card('What comes next', choices, place), card('Where the scores come from', scores));
  if (!ctx.live && ctx.recorded('next', { run }).length === 0) {
    for (const part of [place, scores]) fill(part, note('This report holds no text of this run.'));
    return;
  }

  const latest = new AnswerPlace(place);
  let picture: Chart | undefined;
  let pause = 0;
  const show = () =>
    latest
      .show(
        ctx.ask<Next>('next', { run, ...asked, top_k: asked.top_k === '0' ? undefined : asked.top_k }),
        (answer) => {
          const draw = (palette: Parameters<typeof nextChart>[1], width: number) => nextChart(answer, palette, width);
          if (picture) picture.update(draw);
          else picture = chart('The next symbol', draw, { signal: ctx.signal });
          fill(place, said(answer), ...goOn(ctx, answer, setPrefix), picture.element);
          fill(scores, ...matches(answer));
        },
      )
      .then(() => place.querySelector('.problem') && fill(scores, note('There are no scores without a text.')));
  const change = (name: keyof Asked, given: string) => {
    asked[name] = given;
    ctx.keep(name, given);
    clearTimeout(pause);
    pause = window.setTimeout(() => void show(), PAUSE);
  };
  ctx.signal.addEventListener('abort', () => clearTimeout(pause), { once: true });
  const controlsFor = () =>
    controls(
      prefixControl(ctx, asked.prefix, (given) => change('prefix', given)),
      temperatureControl(ctx, 'next', asked.temperature, (given) => change('temperature', given)),
      ctx.live &&
        select(
          'Choose among',
          TOP.map((k) => ({ value: k, name: k === '0' ? 'all symbols' : `the ${k} most probable` })),
          asked.top_k,
          (given) => change('top_k', given),
        ),
    );
  const setPrefix = (given: string) => {
    const field = choices.querySelector<HTMLInputElement | HTMLSelectElement>('input[type=text], select');
    if (field) field.value = given;
    asked.prefix = given;
    ctx.keep('prefix', given);
    ctx.announce(`The text is now ${given}`);
    void show().then(() => place.querySelector('button')?.focus());
  };
  fill(choices, controlsFor());
  await show();
}

function said({ prefix, probabilities }: Next): HTMLElement {
  const first = probabilities[0];
  if (!first) return note('No symbol has a probability.');
  return h(
    'p',
    {},
    prefix ? `After “${canvasText(prefix, 60)}”` : 'At the start',
    `, ${canvasText(symbolText(first.token, 'after'))} is the most probable: `,
    value('next-first', first.probability, (p) => percent(p, 2)),
    '.',
  );
}

/** Buttons that put one of the most probable symbols behind the text. */
function goOn(ctx: Context, { prefix, probabilities, symbols }: Next, onPick: (prefix: string) => void): HTMLElement[] {
  const ordinary = probabilities.filter(({ token }) => symbolText(token, 'after') !== '⏎ end');
  const letters =
    symbols.length > 0 ? symbols.join('') === prefix : ordinary.every(({ token }) => [...token].length === 1);
  const known = ctx.live ? null : new Set(ctx.recorded('next', { run: ctx.run.id }).map((args) => args.prefix));
  const longer = (token: string) => (letters || prefix === '' ? prefix + token : `${prefix} ${token}`);
  const offered = ordinary.filter(({ token }) => !known || known.has(longer(token))).slice(0, OFFERED);
  if (offered.length === 0) return [];
  const buttons = offered.map(({ token }) =>
    button(canvasText(symbolText(token, 'after'), 20), () => onPick(longer(token)), {
      label: `Go on with ${canvasText(symbolText(token, 'after'), 20)}`,
    }),
  );
  return [
    h('div', { class: 'goon', role: 'group', 'aria-label': 'Go on with' }, h('span', {}, 'Go on with'), ...buttons),
  ];
}
