// Bars of named things: probabilities, counts, weights of words.
import type { BarSeriesOption, EChartsOption } from 'echarts';
import { seriesColour, type Palette } from '../palette';
import { canvasText, clipped } from '../text';
import { base, categoryAxis, showOf, tooltip, valueAxis, type Axis, type Drawing, type LegendEntry } from './drawing';

export interface Bars {
  name: string;
  values: readonly (number | null)[]; // one per category
  colour?: number;
}

export interface BarChart {
  title: string;
  categories: readonly string[];
  value: Axis;
  bars: readonly Bars[];
  /** Lying bars have room for names; standing ones show an order such as bins. */
  lying?: boolean;
  stacked?: boolean;
  /** Blue below zero and orange above, instead of one colour per series. */
  signed?: boolean;
  /** Writes the value at the end of each bar. */
  written?: boolean;
}

const ROW = 26;
const NARROW = 400; // pixels

export function barChart(data: BarChart, palette: Palette, width: number): Drawing {
  const show = showOf(data.value);
  const lying = data.lying === true;
  const colour = (bars: Bars, i: number) => seriesColour(palette, bars.colour ?? i);
  const bySign = (value: number | null) => ({ color: seriesColour(palette, (value ?? 0) < 0 ? 0 : 1) });
  const beyond = (value: number | null) => ({
    position:
      (value ?? 0) < 0
        ? lying
          ? ('left' as const)
          : ('bottom' as const)
        : lying
          ? ('right' as const)
          : ('top' as const),
  });

  const series = data.bars.map((bars, i): BarSeriesOption => ({
    id: `bars-${i}`,
    name: canvasText(bars.name),
    type: 'bar',
    stack: data.stacked ? 'all' : undefined,
    data: bars.values.map((value) =>
      data.signed ? { value: value ?? '-', itemStyle: bySign(value), label: beyond(value) } : (value ?? '-'),
    ),
    itemStyle: {
      color: colour(bars, i),
      borderRadius: data.stacked || data.signed ? 0 : lying ? [0, 3, 3, 0] : [3, 3, 0, 0],
    },
    barMaxWidth: lying ? 18 : 48,
    barGap: '10%',
    label: {
      show: data.written === true && (!data.signed || width >= NARROW), // left of zero they would cover the names
      position: lying ? 'right' : 'top',
      color: palette.ink,
      fontSize: 11,
      formatter: (p) => show(Number(p.value)),
    },
    emphasis: { disabled: true },
  }));
  const names = categoryAxis(palette, data.categories, '', lying ? 0 : width - 60);
  const values = {
    ...valueAxis(palette, data.value, !lying),
    scale: false,
    boundaryGap: data.signed && data.written ? (['12%', '12%'] as [string, string]) : undefined,
    splitLine: { show: true, lineStyle: { color: palette.line } },
  };
  const plain = base(palette);
  const option: EChartsOption = {
    ...plain,
    grid: { ...plain.grid, right: data.written && lying ? 56 : 18 },
    tooltip: {
      ...tooltip(palette),
      trigger: 'axis',
      axisPointer: { type: 'shadow' },
      formatter: (hovered) => {
        const all = Array.isArray(hovered) ? hovered : [hovered];
        const at = all[0]?.dataIndex ?? 0;
        return [
          canvasText(data.categories[at]),
          ...data.bars.map(
            (bars) => `${canvasText(bars.name)}  ${bars.values[at] === null ? '–' : show(bars.values[at]!)}`,
          ),
        ].join('\n');
      },
    },
    ...(lying ? { xAxis: values, yAxis: { ...names, inverse: true } } : { xAxis: names, yAxis: values }),
    series,
  };
  return {
    option,
    legend:
      data.bars.length > 1
        ? data.bars.map((bars, i): LegendEntry => ({ name: bars.name, colour: colour(bars, i), mark: 'square' }))
        : [],
    height: lying ? data.categories.length * Math.max(ROW, 14 * (data.stacked ? 1 : data.bars.length)) + 48 : undefined,
    summary: summary(data, show),
    numbers: () => ({
      columns: ['name', ...data.bars.map((bars) => bars.name)],
      rows: data.categories.map((name, i) => [name, ...data.bars.map((bars) => bars.values[i])]),
    }),
  };
}

const SAID = 5;

function summary(data: BarChart, show: (value: number) => string): string {
  const first = data.bars[0];
  const start = `${data.title}: bar chart of ${data.value.name} for ${data.categories.length} names.`;
  if (!first) return start;
  const order = data.categories.map((_, i) => i).filter((i) => first.values[i] !== null);
  order.sort((a, b) => Math.abs(first.values[b]!) - Math.abs(first.values[a]!));
  const said = order.slice(0, SAID).map((i) => `${clipped(data.categories[i])} ${show(first.values[i]!)}`);
  return `${start} The largest: ${said.join(', ')}.`;
}
