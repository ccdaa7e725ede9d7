// Of some words, the one that does not belong: the least similar to the others.
import { select, textField } from '../../controls';
import { fill, h, nameText, note, problem } from '../../dom';
import type { Context } from '../view';
import type { Intruder } from './answers';
import { foundList } from './found_list';
import { Latest } from '../../latest';
import type { Marks, Stage } from './stage';
import { wordsIn } from './words';

const APART = 1; // colour of the links to the word that stands out

export class IntruderPanel {
  readonly element: HTMLElement;
  private readonly place = h('div', { class: 'answer' });
  private readonly latest = new Latest();
  private marks: Marks = { ids: [] };

  constructor(
    private readonly ctx: Context,
    private readonly table: string | undefined,
    private readonly stage: Stage,
  ) {
    this.element = h('div', { class: 'panel' }, this.control(), this.place);
    if (ctx.live) fill(this.place, note('Three or more words: which one does not belong?'));
  }

  static offered(ctx: Context): boolean {
    return ctx.live || ctx.recorded('intruder', { run: ctx.run.id }).length > 0;
  }

  mark(): void {
    this.stage.markAll(this.marks);
  }

  private control(): HTMLElement {
    if (this.ctx.live) {
      const field = textField('Words', '', (text) => void this.ask(wordsIn(text).join(',')), {
        placeholder: 'with spaces between them',
      });
      field.querySelector('input')!.dataset.test = 'intruder-words';
      return field;
    }
    const all = this.ctx.recorded('intruder', { run: this.ctx.run.id }).map(({ words }) => words);
    void this.ask(all[0]);
    const choices = all.map((words) => ({ value: words, name: words.replaceAll(',', ' ') }));
    return select('Words', choices, all[0], (words) => void this.ask(words));
  }

  private async ask(words: string): Promise<void> {
    if (!words) return;
    try {
      const asked = this.ctx.ask<Intruder>('intruder', { run: this.ctx.run.id, table: this.table, words });
      const answer = await this.latest.of(asked);
      if (answer) this.show(answer.value);
    } catch (error) {
      problem(this.place, error);
    }
  }

  private show({ intruder, mean_similarity: ranked }: Intruder): void {
    const [first, ...others] = ranked.map(({ id }) => id);
    const links = others.map((to) => ({ from: first, to, dashed: true, colour: APART, width: 1.5 }));
    this.marks = { ids: [first, ...others], links };
    if (this.element.isConnected) this.mark();
    fill(
      this.place,
      h(
        'p',
        { dataset: { test: 'intruder', word: intruder } },
        h('strong', {}, nameText(intruder)),
        ' stands out: its mean cosine to the others is the lowest.',
      ),
      foundList('Mean cosine to the other words', ranked, 'similarity', ({ id }) => {
        this.stage.mark(this.marks, id);
      }),
    );
    this.ctx.announce(`${intruder} stands out`);
  }
}
