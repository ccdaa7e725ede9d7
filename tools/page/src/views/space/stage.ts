// The cloud, and what is marked in it: marks stay when the projection changes.
import { Cloud, type CloudData, type Link } from '../../cloud';
import type { Space } from './answers';

export interface Marks {
  ids: readonly number[];
  links?: readonly (Link & { from: number; to: number })[];
}

const HEIGHT = 640;

export class Stage {
  private readonly cloud: Cloud;
  private shown = 0; // so many words, the first, are in the cloud
  private marks: Marks = { ids: [] };
  private categories?: Uint8Array;

  constructor(
    private readonly space: Space,
    table: string,
    signal: AbortSignal,
    onPick: (id: number | null) => void,
  ) {
    const label = `${space.words.length.toLocaleString('en')} words of ${table} as points.`;
    this.cloud = new Cloud({ label, signal, height: HEIGHT, onPick });
  }

  get element(): HTMLElement {
    return this.cloud.element;
  }

  /** The table's own points along its principal components. */
  showComponents(dimensions: 2 | 3): void {
    this.show({ points: this.space.points.data, stride: 3, words: this.space.words }, dimensions);
  }

  /** The first words at other places. */
  showPoints(points: Float32Array, dimensions: 2 | 3): void {
    const count = points.length / dimensions;
    this.show({ points, stride: dimensions, words: this.space.words.slice(0, count) }, dimensions);
  }

  /** Other places of the words shown by showPoints(), all in view. */
  moveTo(points: Float32Array): void {
    this.cloud.moveTo(points);
    this.cloud.fit();
  }

  recolour(categories: Uint8Array | undefined): void {
    this.categories = categories;
    this.cloud.recolour(categories);
  }

  /** `focused` comes to the middle. Returns whether it is in the picture. */
  mark(marks: Marks, focused?: number): boolean {
    this.marks = marks;
    const inside = (id: number) => id < this.shown;
    this.cloud.highlight(marks.ids.filter(inside));
    this.cloud.connect((marks.links ?? []).filter(({ from, to }) => inside(from) && inside(to)));
    const seen = focused !== undefined && inside(focused);
    if (seen) this.cloud.focusOn(focused);
    return seen;
  }

  /** Marks, and if there is anything to mark brings all points into view. */
  markAll(marks: Marks): void {
    this.mark(marks);
    if (marks.ids.length > 0) this.cloud.fit();
  }

  private show(data: CloudData, dimensions: 2 | 3): void {
    this.shown = data.words.length;
    this.cloud.set({ ...data, categories: this.categories });
    this.cloud.setDimensions(dimensions);
    this.mark(this.marks);
  }
}
