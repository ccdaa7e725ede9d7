// By what points are coloured: nothing, their category, or which of some words typed is nearest to them.
import { segmented, textField } from '../../controls';
import { fill, h, problem } from '../../dom';
import type { Context } from '../view';
import type { Categories, Space } from './answers';
import { Latest } from '../../latest';
import { legend } from './legend';
import type { Stage } from './stage';
import { wordsIn } from './words';

type By = 'none' | 'category' | 'nearest';

export class Colouring {
  readonly control: HTMLElement;
  readonly element = h('div', { class: 'colouring' });
  private readonly latest = new Latest();
  private readonly place = h('div');
  private readonly field: HTMLElement;
  private nearest?: Categories;

  constructor(
    private readonly ctx: Context,
    private readonly space: Space,
    private readonly table: string | undefined,
    private readonly stage: Stage,
  ) {
    const choices = [{ value: 'none', name: 'One' }];
    if (space.categories) choices.push({ value: 'category', name: 'Category' });
    if (ctx.live) choices.push({ value: 'nearest', name: 'Nearest label' });
    const kept = ctx.kept('colour') ?? '';
    const start = choices.some(({ value }) => value === kept) ? kept : space.categories ? 'category' : 'none';
    this.control =
      choices.length > 1
        ? segmented('Colours', choices, start, (value) => {
            ctx.keep('colour', value);
            this.show(value as By);
          })
        : h('div', { hidden: true });
    const labels = ctx.kept('labels') ?? '';
    this.field = textField('Labels: each word takes the colour of the nearest', labels, (text) => this.ask(text), {
      placeholder: 'two or more words',
    });
    this.show(start as By);
    if (start === 'nearest' && labels) this.ask(labels);
  }

  private show(by: By): void {
    this.latest.forget();
    fill(this.element, by === 'nearest' && this.field, this.place);
    const categories = { none: undefined, category: this.space.categories, nearest: this.nearest }[by];
    this.colourBy(categories, by === 'nearest' ? 'Labels' : 'Categories');
  }

  private colourBy(categories: Categories | undefined, label: string): void {
    fill(this.place, categories && legend(label, categories, (of) => this.stage.recolour(of)));
    this.stage.recolour(categories?.of.data);
  }

  private ask(text: string): void {
    const words = wordsIn(text);
    this.ctx.keep('labels', text || null);
    if (words.length === 0) return;
    const { run } = this.ctx;
    const asked = this.ctx.ask<Categories>('nearest_label', {
      run: run.id,
      table: this.table,
      words: words.join(','),
      count: this.space.words.length,
    });
    this.latest.of(asked).then(
      (answer) => {
        if (!answer) return;
        this.nearest = answer.value;
        this.colourBy(answer.value, 'Labels');
      },
      (error: unknown) => problem(this.place, error),
    );
  }
}
