// The cloud at some moment of training: rows of the table as dots, those of the context table as rings.
import { Cloud, type Link } from '../../cloud';
import type { Motion } from './answers';
import { between } from './between';
import { forceLinks, netForce, type WordForces } from './force_links';
import { trails } from './trails';

const HEIGHT = 600;

export class Scene {
  readonly cloud: Cloud;
  private readonly points: Float32Array; // of dots, then of rings
  private readonly dots: Float32Array;
  private readonly rings: Float32Array;
  private readonly axes: Link[];
  private readonly largest: number; // distance of any point from the origin
  private position = 0;
  private forces: WordForces | null = null;
  private lit: readonly number[] = [];
  private categories?: Uint8Array;
  withTrails = false;
  withContext = false;

  constructor(
    private readonly motion: Motion,
    signal: AbortSignal,
    onPick: (id: number | null) => void,
  ) {
    const { words, points, context } = motion;
    const count = words.length;
    this.points = new Float32Array(2 * count * (context ? 2 : 1));
    this.dots = this.points.subarray(0, 2 * count);
    this.rings = this.points.subarray(2 * count);
    this.categories = motion.categories?.of.data;
    const reach = new Float32Array(points.data.length + (context?.data.length ?? 0));
    reach.set(points.data);
    if (context) reach.set(context.data, points.data.length);
    this.largest = reach.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9);
    const far = this.largest;
    const axis = (from: number[], to: number[]): Link => ({ from, to, opacity: 0.18, width: 1 });
    this.axes = motion.dimension === 2 ? [axis([-far, 0], [far, 0]), axis([0, -far], [0, far])] : [];
    const label = `${count} words of ${motion.table} as points that move as training goes on.`;
    this.cloud = new Cloud({
      label,
      signal,
      height: HEIGHT,
      onPick: (id) => onPick(id === null ? null : id % count),
    });
    this.place();
    this.cloud.set({
      points: this.points,
      stride: 2,
      words: context ? [...words, ...words.map((word) => `${word} (context)`)] : words,
      categories: this.colours(),
      hollowFrom: count,
      reach,
    });
    this.redraw();
  }

  get frame(): number {
    return Math.min(Math.round(this.position), this.motion.frames.length - 1);
  }

  show(position: number): void {
    this.position = position;
    this.redraw();
  }

  recolour(categories: Uint8Array | undefined): void {
    this.categories = categories;
    this.cloud.recolour(this.colours());
    this.redraw();
  }

  /** One word, none for null; with what acts on its row, if that is known. */
  choose(id: number | null, forces: WordForces | null): void {
    this.lit = id === null ? [] : [id];
    this.forces = forces;
    this.cloud.highlight(this.lit);
    this.redraw();
  }

  redraw(): void {
    this.place();
    this.cloud.moveTo(this.points);
    const { motion, position } = this;
    const links = [...this.axes];
    if (this.withTrails) links.push(...trails(motion, position, this.lit, this.categories));
    if (this.forces) links.push(...this.forceLinks(this.forces));
    this.cloud.connect(links);
  }

  private forceLinks(forces: WordForces): Link[] {
    const rings = new Float32Array(this.dots.length);
    between(this.motion.context!.data, this.position, rings);
    const at = [this.dots[2 * forces.id], this.dots[2 * forces.id + 1]];
    const links = forceLinks(forces, this.frame, at, rings);
    if (this.motion.dimension > 2) return links; // a sum of shadows would be no shadow of the sum
    const [x, y] = netForce(forces, this.frame, this.motion.context!.data);
    const scale = (0.3 * this.largest) / forces.largestNet;
    links.push({ from: at, to: [at[0] + scale * x, at[1] + scale * y], arrow: true, width: 3 });
    return links;
  }

  private place(): void {
    between(this.motion.points.data, this.position, this.dots);
    if (!this.motion.context) return;
    if (this.withContext) between(this.motion.context.data, this.position, this.rings);
    else this.rings.fill(NaN);
  }

  private colours(): Uint8Array | undefined {
    const of = this.categories;
    if (!of || !this.motion.context) return of;
    const twice = new Uint8Array(2 * of.length);
    twice.set(of);
    twice.set(of, of.length);
    return twice;
  }
}
