// A typed text on its way through the run's own table, and what one step of learning moves there.
import { heatMap } from '../../charts';
import { chart } from '../../chart';
import { fieldOrChoice, select } from '../../controls';
import { card, controls, fill, h, nameText, note, problem } from '../../dom';
import { AnswerPlace } from '../../answer_place';
import { symbolText } from '../../charts/language';
import { canvasText } from '../../text';
import type { Context } from '../view';
import { moved } from './moved';
import { startText } from './start_text';
import { chosenRows, type Chosen, type Trace } from './trace';
import { twice } from './twice';

export async function ownTable(el: HTMLElement, ctx: Context): Promise<void> {
  const run = ctx.run.id;
  const recorded = ctx.recorded('trace', { run }).filter(({ step }) => step === undefined);
  const place = h('div', { class: 'parts' });
  const choice = h('div');
  const section = card('The table of this run', choice, place);
  el.append(section);
  if (!ctx.live && recorded.length === 0)
    return fill(place, note('This report holds no text of this run. rowgrad explore can follow any text.'));

  let labels: string[];
  let text: string;
  try {
    labels = (await ctx.ask<{ labels: string[] }>('labels', { run })).labels;
    text = ctx.kept('text') ?? recorded[0]?.text ?? (await startText(ctx));
  } catch (error) {
    return problem(place, error);
  }
  let label = ctx.kept('label') ?? recorded.find((args) => args.text === text)?.label ?? labels[0];

  const latest = new AnswerPlace(place);
  const ask = async () => ctx.ask<Trace>('trace', { run, text, label });
  const picture = heat(ctx);
  const show = () => latest.show(ask(), (trace) => draw(place, trace, picture));
  const texts = [...new Set(recorded.map((args) => args.text))];
  const known = ctx.live ? labels : labels.filter((name) => recorded.some((args) => args.label === name));
  fill(
    choice,
    controls(
      fieldOrChoice('Text', text, ctx.live ? null : texts, (given) => {
        text = given;
        ctx.keep('text', given);
        void show();
      }),
      known.length > 0 &&
        select('Label to learn', known, label, (given) => {
          label = given;
          ctx.keep('label', given);
          void show();
        }),
    ),
  );
  await show();
}

const MANY = 32; // numbers in a row that can all be counted below it
const EIGHTH = 8;

interface Heat {
  element: HTMLElement;
  show(chosen: Chosen): void;
}

function heat(ctx: Context): Heat {
  let chosen: Chosen = { input: { name: '', ids: [], names: [] }, rows: [] };
  const draw = (palette: Parameters<typeof heatMap>[1], width: number) => {
    const { input, rows } = chosen;
    const data = {
      title: 'The rows that this text chooses',
      rows: input.names.map((name, i) => `${symbolText(name, 'before')} · ${input.ids[i]}`),
      columns: (rows[0] ?? []).map((_, c, all) => (all.length <= MANY || (c + 1) % EIGHTH === 0 ? String(c + 1) : '')),
      values: rows,
      rowsName: 'token and id',
      columnsName: 'number',
      valueName: 'value',
      signed: true,
      written: false,
    };
    return heatMap(data, palette, width);
  };
  const picture = chart('The rows that this text chooses', draw, { signal: ctx.signal });
  return {
    element: picture.element,
    show: (next) => {
      chosen = next;
      picture.update(draw);
    },
  };
}

function tokens({ input }: Chosen): HTMLElement {
  const items = input.ids.map((id, i) => {
    const again = input.ids.indexOf(id) !== input.ids.lastIndexOf(id);
    return h(
      'li',
      { class: again ? 'twice' : undefined, dataset: { test: `token-${i}`, value: String(id) } },
      nameText(symbolText(input.names[i] || '–', 'before'), 24),
      h('span', { class: 'row' }, `id ${id} → row ${id}`),
    );
  });
  return h('ol', { class: 'tokens', 'aria-label': 'Tokens, with the row that each chooses' }, ...items);
}

function draw(place: HTMLElement, trace: Trace, picture: Heat): void {
  const chosen = chosenRows(trace);
  if (!chosen) return fill(place, note('No table of this run is chosen from by this text.'));
  picture.show(chosen);
  const name = chosen.table ? canvasText(chosen.table.name, 60) : 'the table';
  fill(
    place,
    h('p', {}, `Each token has an id, and the id is the number of its row in ${name}. The model sees the rows alone.`),
    tokens(chosen),
    picture.element,
    ...twice(chosen),
    ...moved(trace, chosen),
  );
}
