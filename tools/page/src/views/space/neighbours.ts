// The words nearest to one: of a live page asked for it, of a report from all that were recorded.
import { fill, h, nameText, note, problem } from '../../dom';
import { searchField, type SearchField } from '../../search';
import type { Context } from '../view';
import type { AllNeighbours, Found, Space } from './answers';
import { foundList } from './found_list';
import { Latest } from '../../latest';
import type { Stage } from './stage';

const COUNT = 12;

export class Neighbours {
  readonly element: HTMLElement;
  private readonly search: SearchField;
  private readonly place = h('div', { class: 'answer' });
  private readonly latest = new Latest();
  private all?: Promise<AllNeighbours>;
  private chosen: number | null = null;
  private marked: readonly Found[] = [];

  constructor(
    private readonly ctx: Context,
    private readonly space: Space,
    private readonly table: string | undefined,
    private readonly stage: Stage,
  ) {
    this.search = searchField('Find a word', space.words, (id) => void this.pick(id, true));
    this.element = h('div', { class: 'panel' }, this.search, this.place);
    this.empty();
  }

  /** Marks what is chosen, if anything is. */
  mark(): void {
    const { chosen, marked } = this;
    if (chosen === null) return void this.stage.mark({ ids: [] });
    const links = marked.map(({ id }) => ({ from: chosen, to: id, opacity: 0.4, width: 1 }));
    this.stage.mark({ ids: [chosen, ...marked.map(({ id }) => id)], links });
  }

  clear(): void {
    this.latest.forget();
    this.chosen = null;
    this.marked = [];
    this.search.set('');
    this.ctx.keep('word', null);
    this.empty();
    this.mark();
  }

  async pick(id: number, focus: boolean): Promise<void> {
    const word = this.space.words[id];
    this.ctx.keep('word', word);
    this.search.set(word);
    [this.chosen, this.marked] = [id, []];
    this.mark();
    const seen = !focus || this.stage.mark({ ids: [id] }, id);
    try {
      const answer = await this.latest.of(this.found(id));
      if (answer) this.show(word, answer.value, seen);
    } catch (error) {
      problem(this.place, error);
    }
  }

  private show(word: string, found: Found[], seen: boolean): void {
    this.marked = found;
    this.mark();
    const onPick = ({ id }: Found) => void (id < this.space.words.length && this.pick(id, true));
    const focused = this.place.contains(document.activeElement);
    fill(
      this.place,
      h('p', { dataset: { test: 'chosen', word } }, 'Nearest to ', h('strong', {}, nameText(word)), ', by cosine:'),
      foundList(`Nearest to ${word}`, found, 'neighbour', onPick),
      !seen && note('This word is not among those in the picture.'),
    );
    if (focused) this.place.querySelector('button')?.focus();
    this.ctx.announce(`Nearest to ${word}: ${found.slice(0, 5).map((one) => one.word).join(', ')}`);
  }

  private async found(id: number): Promise<Found[]> {
    const { ctx, table, space } = this;
    if (ctx.live) {
      const args = { run: ctx.run.id, table, word: space.words[id], count: COUNT };
      return (await ctx.ask<{ neighbours: Found[] }>('neighbours', args)).neighbours;
    }
    this.all ??= ctx.ask<AllNeighbours>('all_neighbours', { run: ctx.run.id });
    const { ids, scores } = await this.all;
    const k = ids.shape[1];
    const of = (other: number) => space.categories?.names[space.categories.of.data[other]];
    return Array.from(ids.data.subarray(id * k, (id + 1) * k), (other, i) => ({
      id: other,
      word: space.words[other] ?? '',
      score: scores.data[id * k + i],
      category: of(other),
    })).filter(({ id: other }) => other < space.words.length);
  }

  private empty(): void {
    fill(this.place, note('Click a point or search for a word to see what is near it.'));
  }
}
