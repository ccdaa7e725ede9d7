// A word to look at, and what pulls and pushes its row in the snapshot shown.
import { select } from '../../controls';
import { fill, h, nameText, note, problem } from '../../dom';
import { searchField, type SearchField } from '../../search';
import { sortableTable, type SortableTable } from '../../table';
import { number } from '../../text';
import { Latest } from '../../latest';
import type { Context } from '../view';
import type { Forces, Motion } from './answers';
import { wordForces, type WordForces } from './force_links';
import type { Scene } from './scene';

interface Row {
  word: string;
  pull: number;
  push: number;
}

const ROWS = 60;
const DIGITS = 3; // shown
const net = ({ pull, push }: Row) => pull - push;

export class ForcePanel {
  readonly element: HTMLElement;
  private readonly place = h('div', { class: 'answer' });
  private readonly latest = new Latest();
  private readonly field: SearchField | null;
  private readonly offered: string[] | null; // in a report: the words whose forces it holds
  private known: WordForces | null = null;
  private table?: SortableTable<Row>;
  private readonly sum = h('p', { class: 'sum' });

  constructor(
    private readonly ctx: Context,
    private readonly motion: Motion,
    private readonly scene: Scene,
    private readonly onForces: () => void,
  ) {
    const { words } = motion;
    this.offered = ctx.live ? null : ctx.recorded('forces', { run: ctx.run.id }).map(({ word }) => word);
    const choose = (word: string) => void this.pick(word === '' ? null : words.indexOf(word));
    const choices = [{ value: '', name: 'None' }, ...(this.offered ?? []).map((word) => ({ value: word, name: word }))];
    this.field = this.offered?.length ? null : searchField('Word', words, (id) => void this.pick(id));
    this.element = h('div', { class: 'panel' }, this.field ?? select('Word', choices, '', choose), this.place);
    this.empty();
  }

  async pick(id: number | null): Promise<void> {
    this.latest.forget();
    this.known = null;
    this.scene.choose(id, null);
    const word = id === null ? '' : this.motion.words[id];
    this.ctx.keep('word', word || null);
    this.field?.set(word);
    const list = this.element.querySelector('select');
    if (list) list.value = this.offered!.includes(word) ? word : '';
    if (id === null) return this.empty();
    if (!this.hasForces) return fill(this.place, note('Its row is marked.'));
    if (this.offered && !this.offered.includes(word))
      return fill(this.place, note(`The report does not hold the forces on “${word}”.`));
    try {
      const answer = await this.latest.of(this.ctx.ask<Forces>('forces', { run: this.ctx.run.id, word }));
      if (answer) this.show(id, answer.value);
    } catch (error) {
      problem(this.place, error);
    }
  }

  /** Other values for another snapshot. */
  update(): void {
    if (!this.known) return;
    const rows = this.rows(this.known);
    this.table?.set(rows);
    const frame = this.scene.frame;
    const size = this.known.net[frame];
    const flat = this.motion.dimension === 2;
    fill(
      this.sum,
      flat &&
        h(
          'span',
          { dataset: { test: 'net', value: String(size), frame: String(frame) } },
          `The arrow is their sum, ${number(size)} long: where the mean step takes the row.`,
        ),
      !flat && `The run has ${this.motion.dimension} dimensions and the plane is their shadow: trust widths, not directions.`,
    );
  }

  private get hasForces(): boolean {
    return this.motion.context !== undefined;
  }

  private show(id: number, forces: Forces): void {
    this.known = wordForces(forces, id);
    this.onForces();
    this.scene.choose(id, this.known);
    const cell = (value: (row: Row) => number) => (row: Row) => number(value(row), DIGITS);
    this.table = sortableTable<Row>(
      `What acts on ${forces.word}`,
      [
        { name: 'Word', value: (row) => row.word, show: marked },
        { name: 'Pull', value: (row) => row.pull, show: cell((row) => row.pull), number: true },
        { name: 'Push', value: (row) => row.push, show: cell((row) => row.push), number: true },
        { name: 'Net', value: net, show: cell(net), number: true },
      ],
      this.rows(this.known),
    );
    this.table.classList.add('forces');
    fill(
      this.place,
      h('p', {}, 'What acts on ', h('strong', {}, nameText(forces.word, 24)), ' in this snapshot:'),
      h(
        'ul',
        { class: 'legend', 'aria-label': 'Lines' },
        h('li', {}, h('span', { class: 'swatch pull' }), 'seen together: pulls'),
        h('li', {}, h('span', { class: 'swatch dashed push' }), 'drawn as a negative: pushes'),
      ),
      this.sum,
      this.table,
      note('Each context row v moves the word’s row by (pull − push) · v.'),
    );
    this.update();
    this.ctx.announce(`Forces on ${forces.word}`);
  }

  // The largest first.
  private rows({ words, pulls, pushes }: WordForces): Row[] {
    const first = this.scene.frame * words;
    return this.motion.words
      .map((word, i) => ({ word, pull: pulls.data[first + i], push: pushes.data[first + i] }))
      .sort((a, b) => Math.max(b.pull, b.push) - Math.max(a.pull, a.push))
      .slice(0, ROWS);
  }

  private empty(): void {
    const can = this.hasForces ? ' to see what pulls and pushes its row' : ' to follow it';
    fill(this.place, note(`Click a point or choose a word${can}.`));
  }
}

function marked(row: Row): HTMLElement {
  const name = nameText(row.word);
  Object.assign(name.dataset, {
    test: 'force',
    word: row.word,
    pull: String(row.pull),
    push: String(row.push),
    value: String(net(row)),
  });
  return name;
}
