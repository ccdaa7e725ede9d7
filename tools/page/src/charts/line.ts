// Lines over steps, seconds or any number.
import type { EChartsOption, LineSeriesOption } from 'echarts';
import { seriesColour, type Palette } from '../palette';
import type { Cell, Numbers } from '../table';
import { canvasText, clipped } from '../text';
import { base, showOf, tooltip, valueAxis, type Axis, type Drawing, type LegendEntry } from './drawing';

export interface Line {
  name: string;
  points: readonly (readonly [x: number, y: number])[];
  /** Index of the colour, by default the line's own. */
  colour?: number;
  stroke?: 'line' | 'dashed' | 'dotted';
  /** Fills what is below it. */
  area?: boolean;
}

export interface LineChart {
  title: string;
  x: Axis;
  y: Axis;
  lines: readonly Line[];
}

const DOTS = 25; // up to so many points are worth a dot each
const LINES_SAID = 8;

export function lineChart(data: LineChart, palette: Palette): Drawing {
  const { x, y } = data;
  const lines = data.lines.map((line) => ({
    ...line,
    points: line.points.filter(([px, py]) => Number.isFinite(py) && !(x.log && px <= 0) && !(y.log && py <= 0)),
  }));
  const colour = (line: Line, i: number) => seriesColour(palette, line.colour ?? i);

  const series = lines.map((line, i): LineSeriesOption => ({
    id: `line-${i}`,
    name: canvasText(line.name),
    type: 'line',
    data: line.points as [number, number][],
    showSymbol: line.points.length <= DOTS,
    symbol: 'circle',
    symbolSize: line.points.length === 1 ? 8 : 5,
    sampling: 'lttb',
    lineStyle: {
      color: colour(line, i),
      width: 2,
      type: line.stroke === 'line' || !line.stroke ? 'solid' : line.stroke,
    },
    itemStyle: { color: colour(line, i) },
    areaStyle: line.area ? { color: colour(line, i), opacity: 0.15 } : undefined,
    emphasis: { disabled: true },
  }));

  const option: EChartsOption = {
    ...base(palette),
    tooltip: {
      ...tooltip(palette),
      trigger: 'axis',
      axisPointer: { type: 'line', lineStyle: { color: palette.edge } },
      formatter: (hovered) => {
        const all = Array.isArray(hovered) ? hovered : [hovered];
        const at = (all[0]?.value as number[] | undefined)?.[0];
        if (at === undefined) return '';
        const said = all.map(
          (item) => `${canvasText(lines[item.seriesIndex ?? 0].name)}  ${showOf(y)((item.value as number[])[1])}`,
        );
        return [`${canvasText(x.name)} ${showOf(x)(at)}`, ...said].join('\n');
      },
    },
    xAxis: { ...valueAxis(palette, x, false), scale: true },
    yAxis: valueAxis(palette, y, true),
    series,
  };
  const legend = lines.map((line, i): LegendEntry => ({
    name: line.name,
    colour: colour(line, i),
    mark: line.stroke ?? 'line',
  }));
  return { option, legend, summary: summary({ ...data, lines }), numbers: () => numbers({ ...data, lines }) };
}

function summary({ title, x, y, lines }: LineChart): string {
  const said = lines.slice(0, LINES_SAID).map((line) => {
    const name = clipped(line.name);
    if (line.points.length === 0) return `${name}: nothing yet.`;
    const [first, last] = [line.points[0], line.points[line.points.length - 1]];
    const lowest = line.points.reduce((a, b) => (b[1] < a[1] ? b : a));
    const highest = line.points.reduce((a, b) => (b[1] > a[1] ? b : a));
    const [sx, sy] = [showOf(x), showOf(y)];
    return (
      `${name}: from ${sy(first[1])} at ${sx(first[0])} to ${sy(last[1])} at ${sx(last[0])}, ` +
      `lowest ${sy(lowest[1])} at ${sx(lowest[0])}, highest ${sy(highest[1])}.`
    );
  });
  const more = lines.length > LINES_SAID ? ` And ${lines.length - LINES_SAID} more.` : '';
  return `${title}: line chart of ${y.name} over ${x.name}. ${said.join(' ')}${more}`;
}

// One row per x, one column per line.
function numbers({ x, lines }: LineChart): Numbers {
  const rows = new Map<number, Cell[]>();
  lines.forEach((line, i) => {
    for (const [at, value] of line.points) {
      if (!rows.has(at)) rows.set(at, [at, ...lines.map(() => null)]);
      rows.get(at)![i + 1] = value;
    }
  });
  return {
    columns: [x.name, ...lines.map((line) => line.name)],
    rows: [...rows.values()].sort((a, b) => (a[0] as number) - (b[0] as number)),
  };
}
