// A table's rows as points: which words are near each other, and in which directions they differ.
import { select } from '../controls';
import { card, controls, fill, h, problem } from '../dom';
import { tabs } from '../tabs';
import './space.css';
import { AnalogyPanel } from './space/analogy';
import type { Space } from './space/answers';
import { Colouring } from './space/colouring';
import { IntruderPanel } from './space/intruder';
import { Latest } from '../latest';
import { Neighbours } from './space/neighbours';
import { Projection } from './space/projection';
import { Stage } from './space/stage';
import type { Context, View } from './view';

export const space: View = {
  id: 'space',
  title: 'Space',
  blurb: 'Each row of a table is a point. Words used alike come to lie near each other.',
  needs: (run) => run.views.includes('space'),
  async mount(el, ctx) {
    const place = h('div', { class: 'view inner' });
    let drawn = new AbortController(); // ends with the table or with the view
    ctx.signal.addEventListener('abort', () => drawn.abort(), { once: true });
    const latest = new Latest();
    const show = async (table: string | undefined) => {
      const answer = await latest.of(ctx.ask<Space>('space', { run: ctx.run.id, table }));
      if (!answer) return undefined;
      drawn.abort();
      drawn = new AbortController();
      draw(place, { ...ctx, signal: drawn.signal }, answer.value, table);
      return answer.value;
    };
    const kept = ctx.live ? (ctx.kept('table') ?? undefined) : undefined;
    const choice = h('div', { class: 'controls' });
    el.append(choice, place);
    const first = await show(kept);
    if (!first || !ctx.live || first.tables.length < 2) return choice.remove();
    const change = (table: string) => {
      ctx.keep('table', table);
      show(table).catch((error: unknown) => problem(place, error));
    };
    choice.append(select('Table', first.tables, kept ?? first.tables[0], change));
  },
};

function draw(place: HTMLElement, ctx: Context, answer: Space, table: string | undefined): void {
  let open = 0;
  const stage = new Stage(answer, table ?? answer.tables[0] ?? 'the table', ctx.signal, (id) => {
    if (id === null) return neighbours.clear();
    if (open !== 0) panels.querySelector<HTMLElement>('[role="tab"]')!.click();
    void neighbours.pick(id, false);
  });
  const projection = new Projection(ctx, answer, table, stage);
  const colouring = new Colouring(ctx, answer, table, stage);
  const neighbours = new Neighbours(ctx, answer, table, stage);
  const all = [{ title: 'Neighbours', panel: neighbours as { element: HTMLElement; mark(): void } }];
  if (AnalogyPanel.offered(ctx)) all.push({ title: 'Analogy', panel: new AnalogyPanel(ctx, answer, table, stage) });
  if (IntruderPanel.offered(ctx)) all.push({ title: 'Intruder', panel: new IntruderPanel(ctx, table, stage) });
  projection.show();
  const panels = tabs(
    'Questions',
    all.map(({ title, panel }) => ({ title, draw: (to: HTMLElement) => to.append(panel.element) })),
    0,
    (index) => {
      open = index;
      all[index].panel.mark();
    },
  );
  fill(
    place,
    card(
      'Words as points',
      controls(...projection.controls, colouring.control),
      colouring.element,
      h('div', { class: 'stage' }, h('div', {}, stage.element, projection.status), panels),
    ),
  );
  const word = ctx.kept('word');
  const id = word === null ? -1 : answer.words.indexOf(word);
  if (id >= 0) void neighbours.pick(id, false);
}
