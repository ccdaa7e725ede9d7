// How the rows of a table came to be where they are: snapshots, played.
import { checkbox, select } from '../controls';
import { card, controls, fill, h, problem } from '../dom';
import { percent } from '../text';
import './motion.css';
import type { Motion } from './motion/answers';
import { ForcePanel } from './motion/force_panel';
import { Player } from './motion/player';
import { Scene } from './motion/scene';
import './space.css';
import { Latest } from '../latest';
import { legend } from './space/legend';
import type { Context, View } from './view';

export const motion: View = {
  id: 'motion',
  title: 'Motion',
  blurb: 'Where the rows were at each snapshot of the training, and what pulled and pushed them.',
  needs: (run) => run.views.includes('motion'),
  async mount(el, ctx) {
    const place = h('div', { class: 'view inner' });
    const choice = h('div', { class: 'controls' });
    el.append(choice, place);
    let drawn = new AbortController(); // ends with the table or with the view
    ctx.signal.addEventListener('abort', () => drawn.abort(), { once: true });
    const latest = new Latest();
    const show = async (table: string | undefined) => {
      const answer = await latest.of(ctx.ask<Motion>('motion', { run: ctx.run.id, table }));
      if (!answer) return undefined;
      drawn.abort();
      drawn = new AbortController();
      draw(place, { ...ctx, signal: drawn.signal }, answer.value);
      return answer.value;
    };
    const first = await show(ctx.live ? (ctx.kept('table') ?? undefined) : undefined);
    if (!first || !ctx.live || first.tables.length < 2) return choice.remove();
    const change = (table: string) => {
      ctx.keep('table', table);
      show(table).catch((error: unknown) => problem(place, error));
    };
    choice.append(select('Table', first.tables, first.table, change));
  },
};

function draw(place: HTMLElement, ctx: Context, answer: Motion): void {
  const scene = new Scene(answer, ctx.signal, (id) => void forces.pick(id));
  const toggle = (name: 'trails' | 'context', label: string, set: (on: boolean) => void) => {
    const on = ctx.kept(name) === '1';
    set(on);
    return checkbox(label, on, (checked) => {
      ctx.keep(name, checked ? '1' : null);
      set(checked);
      scene.redraw();
    });
  };
  const trails = toggle('trails', 'Trails', (on) => (scene.withTrails = on));
  const context =
    answer.context && toggle('context', 'Context rows (rings)', (on) => (scene.withContext = on));
  const forces = new ForcePanel(ctx, answer, scene, () => {
    // Lines end at context rows, so these have to be seen.
    const box = context!.querySelector('input')!;
    if (!box.checked) box.click();
  });
  let frame = 0;
  const player = new Player(
    answer.frames,
    (position) => {
      scene.show(position);
      if (scene.frame === frame) return;
      frame = scene.frame;
      forces.update();
    },
    ctx.announce,
    ctx.signal,
  );
  const { categories } = answer;
  fill(
    place,
    card(
      'Rows in training',
      controls(trails, context),
      categories && legend('Categories', categories, (of) => scene.recolour(of)),
      h('div', { class: 'stage' }, h('div', {}, scene.cloud.element, player.element, explained(answer)), forces.element),
    ),
  );
  scene.redraw();
  const word = ctx.kept('word');
  const id = word === null ? -1 : answer.words.indexOf(word);
  if (id >= 0) void forces.pick(id);
}

function explained({ dimension, explained: shares }: Motion): HTMLElement {
  if (dimension === 2)
    return h('p', { class: 'note' }, 'The rows have two numbers each: this is the whole table. The lines cross at zero.');
  return h(
    'p',
    { class: 'note' },
    `2 of ${dimension} dimensions, which hold `,
    h('span', { dataset: { test: 'explained', value: String(shares[0] + shares[1]) } }, percent(shares[0] + shares[1])),
    ' of the variance of the last snapshot. Each snapshot is turned onto the next: a turn of all rows changes nothing.',
  );
}
