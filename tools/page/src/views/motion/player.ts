// Plays frames: a button, a slider and a speed. Between frames points move on, unless the reader asked for no motion.
import { button, segmented, slider, type Slider } from '../../controls';
import { fill, h } from '../../dom';
import { number, percent } from '../../text';
import { still } from '../../theme';
import type { Frame } from './answers';

const WHOLE = 12; // seconds that all frames take
const SLOWEST = 1; // frames per second
const FASTEST = 15;

export class Player {
  readonly element: HTMLElement;
  private readonly play: HTMLButtonElement;
  private readonly scrubber: Slider;
  private readonly readout = h('p', { class: 'frame' });
  private position = 0;
  private speed = 1;
  private playing = 0; // the animation frame asked for
  private before = 0;
  private shown = -1;

  constructor(
    private readonly frames: readonly Frame[],
    private readonly onMove: (position: number) => void,
    private readonly announce: (text: string) => void,
    signal: AbortSignal,
  ) {
    this.play = button('Play', () => (this.playing ? this.pause() : this.start()), { primary: true });
    this.play.dataset.test = 'play';
    const range = { min: 0, max: this.last, step: 1, show: (frame: number) => `step ${number(frames[frame].step)}` };
    this.scrubber = slider('Snapshot', range, 0, (frame) => {
      this.pause(false);
      this.moveTo(frame);
    });
    this.scrubber.classList.add('scrubber');
    const speeds = ['0.5', '1', '2', '4'].map((value) => ({ value, name: `${value}×` }));
    const speed = segmented('Speed', speeds, '1', (value) => (this.speed = Number(value)));
    this.element = h('div', { class: 'player' }, this.play, this.scrubber, speed, this.readout);
    signal.addEventListener('abort', () => cancelAnimationFrame(this.playing), { once: true });
    this.moveTo(0);
  }

  moveTo(position: number): void {
    this.position = position;
    const frame = Math.min(Math.round(position), this.last);
    if (frame !== this.shown) this.show(frame);
    this.onMove(still() ? frame : position);
  }

  private get last(): number {
    return this.frames.length - 1;
  }

  private start(): void {
    if (this.position >= this.last) this.moveTo(0);
    this.before = performance.now();
    this.play.textContent = 'Pause';
    this.playing = requestAnimationFrame((now) => this.next(now));
  }

  private pause(say = true): void {
    if (!this.playing) return;
    cancelAnimationFrame(this.playing);
    this.playing = 0;
    this.play.textContent = 'Play';
    if (say) this.announce(this.readout.textContent ?? '');
  }

  private next(now: number): void {
    const rate = Math.min(Math.max(this.last / WHOLE, SLOWEST), FASTEST) * this.speed;
    const passed = Math.max(now - this.before, 0) / 1000;
    this.before = Math.max(now, this.before);
    this.moveTo(Math.min(this.position + rate * passed, this.last));
    if (this.position < this.last) this.playing = requestAnimationFrame((later) => this.next(later));
    else this.pause();
  }

  private show(frame: number): void {
    this.shown = frame;
    this.scrubber.set(frame);
    const { step, epoch, fraction, loss } = this.frames[frame];
    const part = (name: string, value: number, text: string) =>
      h('span', { dataset: { test: name, value: String(value) } }, text);
    this.readout.dataset.test = 'frame';
    Object.assign(this.readout.dataset, { frame: String(frame), step: String(step), value: String(step) });
    fill(
      this.readout,
      part('step', step, `Step ${number(step)}`),
      part('epoch', epoch, `${number(epoch)} ${epoch === 1 ? 'epoch' : 'epochs'} done`),
      part('fraction', fraction, `${percent(fraction)} of the run`),
      loss !== undefined && part('loss', loss, `loss ${number(loss)}`),
    );
  }
}
