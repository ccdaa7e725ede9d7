// The steps as a graph: down the layers on the left, back up beside them on the right; on a narrow page one after the
// other. It is a list for those who hear it.
import { fill, h } from '../../dom';
import { still } from '../../theme';
import { valuesOfStep } from './box';
import type { Step } from './steps';

export class Graph {
  readonly element = h('ol', { class: 'graph', 'aria-label': 'Steps, forward and backward' });
  private items: HTMLElement[] = [];

  draw(steps: readonly Step[], truth: string | undefined): void {
    this.items = steps.map((step) => item(step, steps, truth));
    fill(this.element, ...this.items);
  }

  /** Shows the steps up to `at` and marks that one. */
  show(at: number, scroll: boolean): void {
    this.items.forEach((element, i) => {
      element.classList.toggle('later', i > at);
      if (i === at) element.setAttribute('aria-current', 'step');
      else element.removeAttribute('aria-current');
    });
    if (scroll) this.items[at]?.scrollIntoView({ block: 'nearest', behavior: still() ? 'auto' : 'smooth' });
  }
}

function item(step: Step, steps: readonly Step[], truth: string | undefined): HTMLElement {
  const first = step.formula === '' || (step.way === 'backward' && step.title === '∂L/∂L');
  const link = !first && h('div', { class: 'link' }, arrow(), h('code', {}, step.formula));
  const body = h(
    'div',
    { class: 'box' },
    h('p', { class: 'head' }, h('strong', {}, step.title), h('span', { class: 'kind' }, step.kind)),
    h('div', { class: 'values' }, valuesOfStep(step, truth), explanation(step), fact(step)),
  );
  return h('li', { class: first && step.way === 'backward' ? 'backward start' : step.way, style: { '--place': place(step, steps) } }, link, body);
}

// Boxes and links take rows of the grid in turn. The gradient of the loss stands beside p and L, where it begins.
function place({ way, title, level }: Step, steps: readonly Step[]): string {
  const row = 2 * level + (way === 'forward' ? 1 : 2);
  const withP = title === '∂L/∂L' && steps.some(({ name }) => name === 'probabilities');
  return withP ? `${row - 2} / span 3` : `${row} / span ${way === 'backward' && title === '∂L/∂L' ? 1 : 2}`;
}

function explanation({ way, formula }: Step): HTMLElement | null {
  if (way === 'forward' || !formula.endsWith('= p − q')) return null;
  return h('p', { class: 'scale' }, 'q is 1 for the true class and 0 for the others.');
}

function fact({ same, rows }: Step): HTMLElement | null {
  if (same === undefined) return null;
  const text =
    rows.length === 1
      ? 'One word, so one row.'
      : same
        ? `Checked: all ${rows.length} rows are the same to the last bit. Every word gets the same gradient.`
        : 'Checked: the rows differ. Every word gets a gradient of its own.';
  return h('p', { class: 'fact', 'data-test': 'rows-same', 'data-value': String(same) }, text);
}

function arrow(): SVGSVGElement {
  const make = <K extends keyof SVGElementTagNameMap>(tag: K, attributes: Record<string, string>) => {
    const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  };
  const svg = make('svg', { viewBox: '0 0 16 28', width: '16', height: '28', 'aria-hidden': 'true', class: 'arrow-mark' });
  svg.append(make('path', { d: 'M8 1v24M2.5 19.5 8 26l5.5-6.5', fill: 'none', stroke: 'currentColor', 'stroke-width': '1.8' }));
  return svg;
}
