// A cloud of up to 100,000 named points on a canvas, in two or three dimensions: move, zoom, turn, point and pick.
import { Camera } from './cloud/camera';
import { categoryColour } from './cloud/colours';
import type { CloudData, CloudOptions } from './cloud/data';
import { Pixels } from './cloud/dots';
import { timed } from './cloud/frames';
import { listen } from './cloud/gestures';
import { pressed } from './cloud/keys';
import { Labels } from './cloud/labels';
import { labelFont, paintDots, paintLabels, paintLink, paintRing, type Link, type Place } from './cloud/paint';
import { toolbar } from './cloud/toolbar';
import { freshId, h } from './dom';
import { onTheme, palette } from './theme';

export type { Link, Place } from './cloud/paint';

export type { CloudData, CloudOptions } from './cloud/data';

const NEAR = 12; // pixels within which a point is hit

export class Cloud {
  readonly element: HTMLElement;
  private readonly canvas = h('canvas', { role: 'img' });
  private readonly context: CanvasRenderingContext2D;
  private readonly camera = new Camera();
  private data: CloudData = { points: new Float32Array(0), stride: 2, words: [] };
  private labels: Labels;
  private pixels = new Pixels(1, 1);
  private links: readonly Link[] = [];
  private lit: ReadonlySet<number> = new Set();
  private hovered = -1;
  private deep = false;
  private turning = false;
  private waiting = 0; // the frame asked for
  private unfitted = true;

  constructor(private readonly options: CloudOptions) {
    // The pixels are written here, not by a graphics card.
    this.context = this.canvas.getContext('2d', { alpha: false, willReadFrequently: true })!;
    this.labels = new Labels(this.context, [], new Uint32Array(0));
    const hint = h(
      'p',
      { class: 'hint', id: freshId('hint') },
      'Drag to move, scroll to zoom. Keys: arrows move, + and − zoom, 0 shows all. ',
      h('span', { class: 'only-deep' }, 'Shift and drag, or shift and arrows, turn.'),
    );
    this.canvas.setAttribute('aria-label', options.label);
    this.canvas.style.height = `${options.height ?? 560}px`;
    this.element = h(
      'div',
      {
        class: 'cloud',
        role: 'group',
        tabindex: 0,
        'aria-label': `${options.label} Movable.`,
        'aria-describedby': hint.id,
      },
      this.canvas,
      toolbar(this),
      hint,
    );
    this.element.addEventListener('keydown', (event) => pressed(event, this, this.deep));
    listen(
      this.canvas,
      {
        drag: (dx, dy, shift) =>
          this.deep && shift !== this.turning ? this.turn(dx * 0.008, dy * 0.008) : this.move(dx, dy),
        zoom: (factor, x, y) => this.zoom(factor, x, y),
        hover: (x, y) => this.hover(this.near(x, y)),
        leave: () => this.hover(-1),
        click: (x, y) => options.onPick?.(nullIfNone(this.near(x, y))),
      },
      options.signal,
    );
    const sizes = new ResizeObserver(() => this.resize());
    sizes.observe(this.canvas);
    onTheme(() => this.redraw(), options.signal);
    options.signal.addEventListener('abort', () => (sizes.disconnect(), cancelAnimationFrame(this.waiting)), {
      once: true,
    });
  }

  /** Other points, all of them in view. */
  set(data: CloudData): void {
    const order = Uint32Array.from({ length: data.words.length }, (_, i) => i);
    if (data.counts) order.sort((a, b) => data.counts![b] - data.counts![a]);
    this.data = data;
    this.labels = new Labels(this.context, data.words, order);
    this.links = [];
    this.lit = new Set();
    this.hovered = -1;
    if (data.stride === 2) this.setDimensions(2);
    this.fit();
  }

  /** The same points elsewhere, seen from where one looks now. */
  moveTo(points: Float32Array): void {
    this.data = { ...this.data, points };
    this.redraw();
  }

  recolour(categories: ArrayLike<number> | undefined): void {
    this.data = { ...this.data, categories };
    this.redraw();
  }

  /** Three dimensions need points of stride 3. */
  setDimensions(dimensions: 2 | 3): void {
    this.deep = dimensions === 3 && this.data.stride === 3;
    this.camera.setDimensions(this.deep ? 3 : 2);
    this.element.classList.toggle('deep', this.deep);
    this.fit();
  }

  /** Whether a drag turns and shift moves, instead of the other way round. */
  setTurning(turning: boolean): void {
    this.turning = turning;
  }

  /** Rings and labels for `ids`; all others fade. Nothing fades for none. */
  highlight(ids: Iterable<number>): void {
    this.lit = new Set(ids);
    this.redraw();
  }

  connect(links: readonly Link[]): void {
    this.links = links;
    this.redraw();
  }

  /** Brings a point to the middle, and closer if everything is in view. */
  focusOn(id: number): void {
    this.project();
    this.camera.centreOn(this.camera.x[id], this.camera.y[id], this.pixels);
    if (this.camera.closeness < 3) this.camera.zoom(3 / this.camera.closeness);
    this.redraw();
  }

  fit(): void {
    this.unfitted = true;
    this.redraw();
  }

  move(dx: number, dy: number): void {
    this.camera.move(dx * this.ratio, dy * this.ratio);
    this.redraw();
  }

  /** Around a place in CSS pixels, by default the middle. */
  zoom(factor: number, x = this.canvas.clientWidth / 2, y = this.canvas.clientHeight / 2): void {
    this.camera.zoom(factor, x * this.ratio - this.pixels.width / 2, y * this.ratio - this.pixels.height / 2);
    this.redraw();
  }

  turn(yaw: number, pitch: number): void {
    this.camera.turn(yaw, pitch);
    this.redraw();
  }

  /** Draws with the next frame of the screen. */
  redraw(): void {
    if (!this.waiting && !this.options.signal.aborted) this.waiting = requestAnimationFrame(() => this.frame());
  }

  private get ratio(): number {
    return this.canvas.width / Math.max(this.canvas.clientWidth, 1);
  }

  private hover(id: number): void {
    if (id === this.hovered) return;
    this.hovered = id;
    this.canvas.style.cursor = id < 0 ? '' : 'pointer';
    this.options.onHover?.(nullIfNone(id));
    this.redraw();
  }

  private near(x: number, y: number): number {
    return this.camera.nearest(x * this.ratio, y * this.ratio, NEAR * this.ratio);
  }

  private resize(): void {
    const ratio = Math.min(window.devicePixelRatio || 1, 2);
    const [width, height] = [Math.round(this.canvas.clientWidth * ratio), Math.round(this.canvas.clientHeight * ratio)];
    if (width === 0 || height === 0) return;
    [this.canvas.width, this.canvas.height] = [width, height];
    this.pixels = new Pixels(width, height);
    if (this.camera.closeness === 1) this.unfitted = true; // otherwise the reader is looking at something
    this.redraw();
  }

  private project(): void {
    if (this.unfitted && this.pixels.width > 1) {
      this.camera.fit(this.data.reach ?? this.data.points, this.data.stride, this.pixels);
      this.unfitted = false;
    }
    this.camera.project(this.data.points, this.data.stride, this.pixels);
  }

  private frame(): void {
    this.waiting = 0;
    timed(() => this.draw());
  }

  private draw(): void {
    const { canvas, context, camera, data, ratio } = this;
    const colours = palette();
    this.project();
    const { lit, deep, hovered } = this;
    const { categories, colour = 0, hollowFrom = Infinity } = data;
    const scene = { count: camera.x.length, categories, colour, hollowFrom, deep, lit };
    paintDots(this.pixels, camera, scene, colours, ratio);
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.putImageData(this.pixels.image, 0, 0);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);

    const at = (place: Place): [number, number] => {
      const [x, y] = typeof place === 'number' ? [camera.x[place], camera.y[place]] : camera.place(place, this.pixels);
      return [x / ratio, y / ratio];
    };
    for (const link of this.links) paintLink(context, at(link.from), at(link.to), link, colours);
    const strong = new Set(lit);
    if (hovered >= 0) strong.add(hovered);
    for (const id of strong) paintRing(context, ...at(id), 5, this.colourOf(id), colours, id >= hollowFrom);
    context.font = labelFont(false);
    const box = { width: canvas.clientWidth, height: canvas.clientHeight };
    const first = hovered >= 0 ? [hovered, ...lit] : lit;
    paintLabels(context, this.labels.place(camera, box, ratio, first), strong, colours);
  }

  private colourOf(id: number): string {
    return categoryColour(palette(), this.data.categories?.[id] ?? this.data.colour ?? 0);
  }
}

const nullIfNone = (id: number): number | null => (id < 0 ? null : id);
