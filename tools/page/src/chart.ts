// A chart in the page: a figure with a caption, a legend, the picture, and its numbers as a table.
import { BarChart, HeatmapChart, LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent, MarkLineComponent, TooltipComponent, VisualMapContinuousComponent } from 'echarts/components';
import { init, use, type ECharts } from 'echarts/core';
import { LabelLayout } from 'echarts/features';
import { CanvasRenderer } from 'echarts/renderers';
import { USUAL_WIDTH, type Draw, type Drawing, type LegendEntry } from './charts/drawing';
import { fill, h, nameText } from './dom';
import { numbersTable } from './table';
import { onTheme, palette, still } from './theme';

use([BarChart, HeatmapChart, LineChart, ScatterChart]);
use([GridComponent, MarkLineComponent, TooltipComponent, VisualMapContinuousComponent, LabelLayout, CanvasRenderer]);

export interface ChartOptions {
  /** In pixels; otherwise what the drawing asks for, or 300. */
  height?: number;
  /** Ends the chart: ctx.signal. */
  signal: AbortSignal;
  /** A mark was clicked. Offer the same by a control: a canvas cannot be clicked with a keyboard. */
  onClick?: (series: number, index: number) => void;
}

export interface Chart {
  /** Put it where the chart is to be. */
  element: HTMLElement;
  /** Draws something else, moving marks that are in both. */
  update(draw: Draw): void;
}

const HEIGHT = 300;

/** chart('Weights', (palette, width) => barChart({…}, palette, width), {signal: ctx.signal}).element */
export function chart(title: string, draw: Draw, options: ChartOptions): Chart {
  const place = h('div', { class: 'picture', role: 'img' });
  const legend = h('ul', { class: 'legend', 'aria-label': `${title}: legend` });
  const details = h('details', { class: 'numbers' }, h('summary', {}, 'Show numbers'));
  const element = h('figure', { class: 'chart' }, h('figcaption', {}, title), legend, place, details);

  let instance: ECharts | undefined;
  let drawing: Drawing | undefined;
  let current = draw;
  let width = 0;

  const showNumbers = () => {
    const before = details.querySelector('.scrolling');
    const focused = before !== null && before === document.activeElement;
    const top = before?.scrollTop ?? 0;
    before?.remove();
    if (!details.open || !drawing) return;
    const table = numbersTable(title, drawing.numbers());
    details.append(table);
    table.scrollTop = top; // the reader stays where they were while a run trains
    if (focused) table.focus();
  };
  const render = () => {
    drawing = current(palette(), place.clientWidth || USUAL_WIDTH);
    place.setAttribute('aria-label', drawing.summary);
    place.style.height = `${options.height ?? drawing.height ?? HEIGHT}px`;
    legend.hidden = drawing.legend.length === 0;
    fill(legend, ...drawing.legend.map(entryElement));
    showNumbers();
    if (!instance) return;
    instance.resize();
    // Replaced by id: marks that stay move to their new place, and what is gone goes.
    instance.setOption(
      { ...drawing.option, animation: !still() },
      { replaceMerge: ['series', 'xAxis', 'yAxis', 'visualMap'] },
    );
  };

  // ECharts needs a place with a width, which there is once the figure is in the page and laid out.
  const sizes = new ResizeObserver(() => {
    if (place.clientWidth === 0 || options.signal.aborted) return;
    if (instance && place.clientWidth === width) return;
    width = place.clientWidth;
    if (instance) return render();
    instance = init(place, undefined, { renderer: 'canvas' });
    instance.on('click', (event) => options.onClick?.(event.seriesIndex ?? 0, event.dataIndex));
    render();
  });
  details.addEventListener('toggle', showNumbers);
  onTheme(render, options.signal);
  options.signal.addEventListener('abort', () => (sizes.disconnect(), instance?.dispose()), { once: true });
  render();
  sizes.observe(place);

  const update = (next: Draw) => {
    current = next;
    if (!options.signal.aborted) render();
  };
  return { element, update };
}

function entryElement({ name, colour, mark }: LegendEntry): HTMLElement {
  return h(
    'li',
    {},
    h('span', { class: `swatch ${mark}`, style: { '--colour': colour }, 'aria-hidden': 'true' }),
    nameText(name),
  );
}
