// a is to b as c is to ?: the words nearest to b − a + c.
import { select } from '../../controls';
import { fill, h, nameText, note, problem } from '../../dom';
import { searchField } from '../../search';
import type { Context } from '../view';
import type { Analogy, Found, Space } from './answers';
import { foundList } from './found_list';
import { Latest } from '../../latest';
import type { Marks, Stage } from './stage';

type Asked = { a: string; b: string; c: string };

const FIRST = 0; // colours of the two arrows
const SECOND = 1;

export class AnalogyPanel {
  readonly element: HTMLElement;
  private readonly place = h('div', { class: 'answer' });
  private readonly latest = new Latest();
  private readonly given: Partial<Asked> = {};
  private marks: Marks = { ids: [] };

  constructor(
    private readonly ctx: Context,
    private readonly space: Space,
    private readonly table: string | undefined,
    private readonly stage: Stage,
  ) {
    this.element = h('div', { class: 'panel' }, ...(ctx.live ? this.fields() : this.choice()), this.place);
    if (ctx.live) fill(this.place, note('Three words: a is to b as c is to which? The nearest words to b − a + c answer.'));
  }

  static offered(ctx: Context): boolean {
    return ctx.live || ctx.recorded('analogy', { run: ctx.run.id }).length > 0;
  }

  mark(): void {
    this.stage.markAll(this.marks);
  }

  private fields(): HTMLElement[] {
    return (['a', 'b', 'c'] as const).map((name) => {
      const label = { a: 'a', b: 'is to b', c: 'as c' }[name];
      const field = searchField(label, this.space.words, (id) => {
        this.given[name] = this.space.words[id];
        const { a, b, c } = this.given;
        if (a !== undefined && b !== undefined && c !== undefined) void this.ask({ a, b, c });
      });
      field.querySelector('input')!.dataset.test = `analogy-${name}`;
      return field;
    });
  }

  private choice(): HTMLElement[] {
    const all = this.ctx.recorded('analogy', { run: this.ctx.run.id }) as (Asked & Record<string, string>)[];
    const choices = all.map(({ a, b, c }, i) => ({ value: String(i), name: `${a} : ${b} :: ${c} : ?` }));
    void this.ask(all[0]);
    return [select('Analogy', choices, '0', (value) => void this.ask(all[Number(value)]))];
  }

  private async ask({ a, b, c }: Asked): Promise<void> {
    try {
      const asked = this.ctx.ask<Analogy>('analogy', { run: this.ctx.run.id, table: this.table, a, b, c });
      const answer = await this.latest.of(asked);
      if (answer) this.show({ a, b, c }, answer.value);
    } catch (error) {
      problem(this.place, error);
    }
  }

  private show({ a, b, c }: Asked, { ids, answers }: Analogy): void {
    const best = answers[0];
    this.marks = {
      ids: [...ids, ...answers.slice(0, 1).map(({ id }) => id)],
      links: [
        { from: ids[0], to: ids[1], arrow: true, colour: FIRST, width: 2.5 },
        ...(best ? [{ from: ids[2], to: best.id, arrow: true, colour: SECOND, width: 2.5 }] : []),
      ],
    };
    if (this.element.isConnected) this.mark();
    const word = (text: string) => h('strong', {}, nameText(text, 24));
    const formula = [word(a), ' is to ', word(b), ' as ', word(c), ' is to ', best ? word(best.word) : '?', '.'];
    fill(
      this.place,
      h('p', { dataset: { test: 'analogy-formula' } }, ...formula),
      foundList('Answers', answers, 'analogy', ({ id }: Found) => void this.stage.mark(this.marks, id)),
      note(`Found in all ${this.space.dimension} dimensions: in the picture the arrows need not be parallel.`),
    );
    this.ctx.announce(`${a} is to ${b} as ${c} is to ${best?.word ?? 'nothing'}`);
  }
}
