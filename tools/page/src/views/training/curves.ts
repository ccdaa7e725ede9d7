// The charts of the training view. Those with nothing to draw stay away.
import { lineChart, type LineChart } from '../../charts';
import {
  learningRateChart,
  lossChart,
  metricChart,
  metricNames,
  rowsChart,
  speedChart,
  type Over,
  type RunLog,
} from '../../charts/training';
import { chart, type Chart } from '../../chart';
import { h } from '../../dom';

export interface Choices {
  over: Over;
  logLoss: boolean;
  shareOfRows: boolean;
}

export class Curves {
  readonly element = h('div', { class: 'grid' });
  private readonly charts = new Map<string, Chart>();

  constructor(private readonly signal: AbortSignal) {}

  show(logs: readonly RunLog[], { over, logLoss, shareOfRows }: Choices): void {
    const all: LineChart[] = [
      lossChart(logs, over, logLoss),
      ...metricNames(logs).map((name) => metricChart(logs, over, name)),
      learningRateChart(logs, over),
      rowsChart(logs, over, shareOfRows),
      speedChart(logs, over),
    ].filter((data) => data.lines.length > 0);
    for (const data of all) {
      const draw = (palette: Parameters<typeof lineChart>[1]) => lineChart(data, palette);
      const known = this.charts.get(data.title);
      if (known) known.update(draw);
      else this.charts.set(data.title, chart(data.title, draw, { signal: this.signal }));
    }
    const wanted = all.map(({ title }) => this.charts.get(title)!.element);
    // Moving an element takes its focus away: only where it has to be.
    if (
      wanted.some((element, i) => this.element.children[i] !== element) ||
      this.element.children.length !== wanted.length
    ) {
      this.element.replaceChildren(...wanted);
    }
  }
}
