// A small table of fresh numbers: a lookup beside one-hot vectors times the table, and the gradient of both.
import { segmented, select, slider, textField } from '../../controls';
import { card, controls, fill, h } from '../../dom';
import { AnswerPlace } from '../../answer_place';
import type { Context } from '../view';
import { gradient } from './gradient';
import { lights } from './lights';
import { product } from './product';

/** As `rowgrad lookup --json` has it. */
export interface Lookup {
  ids: number[];
  table: number[][];
  one_hots: number[][];
  product: number[][];
  lookup: number[][];
  equal: boolean;
  multiplications: number; // of one id, by the product
  upstream: number[][];
  gradient: number[][];
  product_gradient: number[][];
  gradients_equal: boolean;
  assigned: number[][]; // what overwriting in place of adding would leave
  rows_touched: number[];
}

type Asked = Record<'ids' | 'vocab' | 'dim', string>;

export async function smallTable(el: HTMLElement, ctx: Context): Promise<void> {
  const recorded = ctx.recorded('lookup') as unknown as Asked[];
  const asked: Asked = {
    ids: ctx.kept('ids') ?? recorded[0]?.ids ?? '1,3,1',
    vocab: ctx.kept('vocab') ?? recorded[0]?.vocab ?? '5',
    dim: ctx.kept('dim') ?? recorded[0]?.dim ?? '3',
  };
  const place = h('div', { class: 'lookup' });
  const latest = new AnswerPlace(place);
  const show = () =>
    latest.show(ctx.ask<Lookup>('lookup', { ...asked }), (answer) => fill(place, product(answer), gradient(answer)));
  const change = (name: keyof Asked) => (value: string) => {
    asked[name] = value;
    ctx.keep(name, value);
    void show();
  };
  lights(place, ctx.signal);
  el.append(card('A small table', choices(ctx, asked, recorded, change), place));
  await show();
}

function choices(
  ctx: Context,
  asked: Asked,
  recorded: readonly Asked[],
  change: (name: keyof Asked) => (value: string) => void,
): HTMLElement {
  if (!ctx.live)
    return controls(
      select(
        'Ids',
        recorded.map(({ ids }) => ids),
        asked.ids,
        change('ids'),
      ),
    );
  const given = change('ids');
  return controls(
    textField('Ids, with commas between them', asked.ids, (text) =>
      given(
        text
          .split(/[\s,;]+/)
          .filter(Boolean)
          .join(','),
      ),
    ),
    slider('Rows of the table', { min: 2, max: 12, step: 1 }, Number(asked.vocab), (v) => change('vocab')(String(v))),
    segmented('Numbers in a row', ['2', '3', '4', '6'], asked.dim, change('dim')),
  );
}
