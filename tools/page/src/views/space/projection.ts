// How the table's rows come to lie in two or three dimensions: by PCA, which the program did, or by UMAP, done here.
import { button, segmented } from '../../controls';
import { fill, h, problem } from '../../dom';
import { number, percent } from '../../text';
import { umap } from '../../umap';
import type { Context } from '../view';
import type { AllNeighbours, Space } from './answers';
import type { Stage } from './stage';
import { umapTask } from './umap_task';

const UMAP_WORDS = 3000;
const UMAP_NEIGHBOURS = 50; // asked for: some of a frequent word's neighbours are rare words, which are not shown
const FEWEST = 8;

export class Projection {
  readonly controls: HTMLElement[];
  readonly status = h('div', { class: 'projection', tabindex: -1 });
  private readonly methods: HTMLElement;
  private readonly known = new Map<number, Float32Array>(); // UMAP's points by dimensions
  private dimensions: 2 | 3 = 2;
  private working?: AbortController;

  constructor(
    private readonly ctx: Context,
    private readonly space: Space,
    private readonly table: string | undefined,
    private readonly stage: Stage,
  ) {
    const deep = space.dimension > 2;
    if (deep && ctx.kept('dimensions') === '3') this.dimensions = 3;
    this.methods = segmented(
      'Projection',
      [
        { value: 'pca', name: 'PCA' },
        { value: 'umap', name: 'UMAP' },
      ],
      'pca',
      () => this.show(),
    );
    this.methods.hidden = space.words.length < FEWEST;
    const dimensions = segmented('Dimensions', ['2', '3'], String(this.dimensions), (value) => {
      this.dimensions = value === '3' ? 3 : 2;
      ctx.keep('dimensions', this.dimensions === 3 ? '3' : null);
      this.show();
    });
    dimensions.hidden = !deep;
    this.controls = [this.methods, dimensions];
    ctx.signal.addEventListener('abort', () => this.working?.abort(), { once: true });
  }

  show(): void {
    this.working?.abort();
    const method = this.methods.querySelector<HTMLInputElement>('input:checked')!.value;
    if (method === 'umap') void this.showUmap();
    else this.showComponents();
  }

  private showComponents(): void {
    this.stage.showComponents(this.dimensions);
    const shares = this.space.explained.slice(0, this.dimensions);
    const share = shares.reduce((sum, one) => sum + one, 0);
    const parts = shares.flatMap((one, i) => [
      i > 0 ? ' + ' : '',
      h('span', { dataset: { test: 'explained', value: String(one) } }, percent(one)),
    ]);
    const many = this.space.all_words > this.space.words.length;
    fill(
      this.status,
      h(
        'p',
        { class: 'note' },
        `${many ? `The ${number(this.space.words.length)} most frequent of ` : ''}${number(this.space.all_words)} words. `,
        `${shares.length} of ${this.space.dimension} dimensions, which hold ${percent(share)} of the variance (`,
        ...parts,
        '): what looks near may be far along the others.',
      ),
    );
  }

  private async showUmap(): Promise<void> {
    const { dimensions, stage, ctx, space } = this;
    const count = Math.min(space.words.length, UMAP_WORDS);
    const known = this.known.get(dimensions);
    if (known) return void (stage.showPoints(known, dimensions), this.explain(count));
    const working = (this.working = new AbortController());
    try {
      const bar = this.showProgress(working);
      const words = ctx.live ? { words: count, count: UMAP_NEIGHBOURS } : {};
      const all = await ctx.ask<AllNeighbours>('all_neighbours', { run: ctx.run.id, table: this.table, ...words });
      working.signal.throwIfAborted();
      const task = umapTask(space, all, count, dimensions);
      stage.showPoints(task.start, dimensions);
      const points = await umap(
        task,
        ({ share, points }) => {
          bar.value = share;
          stage.moveTo(points);
        },
        working.signal,
      );
      this.known.set(dimensions, points);
      this.explain(count);
      ctx.announce('UMAP is done');
    } catch (error) {
      if (!working.signal.aborted) problem(this.status, error);
    }
  }

  private showProgress(working: AbortController): HTMLProgressElement {
    const bar = h('progress', { max: 1, value: 0, 'aria-label': 'UMAP', dataset: { test: 'progress' } });
    const cancel = button('Cancel', () => {
      working.abort();
      const pca = this.methods.querySelector<HTMLInputElement>('input[value="pca"]')!;
      pca.checked = true;
      pca.focus();
      this.showComponents();
    });
    fill(this.status, h('p', { class: 'working' }, 'UMAP is arranging the words…', bar, cancel));
    return bar;
  }

  private explain(count: number): void {
    const focused = this.status.contains(document.activeElement);
    const which = count < this.space.all_words ? `the ${number(count)} most frequent words` : `all ${number(count)} words`;
    fill(
      this.status,
      h(
        'p',
        { class: 'note', dataset: { test: 'umap', value: String(count) } },
        `UMAP of ${which}, by their nearest neighbours (distance 1 − cosine). `,
        'Who is near whom means something; sizes of groups and the space between them mean little.',
      ),
    );
    if (focused) this.status.focus();
  }
}
