// Named points in groups. For more than a few hundred, see Cloud.
import type { EChartsOption, ScatterSeriesOption } from 'echarts';
import { seriesColour, type Palette } from '../palette';
import { canvasText } from '../text';
import { base, showOf, tooltip, valueAxis, type Axis, type Drawing, type LegendEntry } from './drawing';

export interface Point {
  x: number;
  y: number;
  name: string;
}

export interface Group {
  name: string;
  points: readonly Point[];
  colour?: number;
}

export interface ScatterChart {
  title: string;
  x: Axis;
  y: Axis;
  groups: readonly Group[];
  /** Writes the names beside the points, where they do not cover each other. */
  labels?: boolean;
  /** A dashed diagonal from the lower left: where y equals x. */
  diagonal?: boolean;
  size?: number;
}

// Groups differ by shape too, so that colour is not needed to tell them apart.
const SHAPES = ['circle', 'triangle', 'rect', 'diamond', 'pin', 'roundRect', 'arrow'];

export function scatterChart(data: ScatterChart, palette: Palette, width: number): Drawing {
  const { x, y, groups } = data;
  const colour = (group: Group, i: number) => seriesColour(palette, group.colour ?? i);
  const series = groups.map((group, i): ScatterSeriesOption => ({
    id: `group-${i}`,
    name: canvasText(group.name),
    type: 'scatter',
    data: group.points.map((point) => [point.x, point.y]),
    symbol: SHAPES[i % SHAPES.length],
    symbolSize: data.size ?? 9,
    itemStyle: { color: colour(group, i), opacity: 0.85 },
    label: {
      show: data.labels === true,
      position: 'right',
      color: palette.ink,
      formatter: (p) => canvasText(group.points[p.dataIndex].name, 20),
    },
    labelLayout: ({ labelRect }) => ({ hideOverlap: true, dx: Math.min(0, width - labelRect.x - labelRect.width - 4) }),
    emphasis: { disabled: true },
    markLine: data.diagonal && i === 0 ? diagonal(data, palette) : undefined,
  }));
  const option: EChartsOption = {
    ...base(palette),
    tooltip: {
      ...tooltip(palette),
      trigger: 'item',
      formatter: (hovered) => {
        const item = Array.isArray(hovered) ? hovered[0] : hovered;
        const point = groups[item.seriesIndex ?? 0]?.points[item.dataIndex];
        if (!point) return '';
        return `${canvasText(point.name)}\n${canvasText(x.name)} ${showOf(x)(point.x)}\n${canvasText(y.name)} ${showOf(y)(point.y)}`;
      },
    },
    xAxis: { ...valueAxis(palette, x, false), splitLine: { show: true, lineStyle: { color: palette.line } } },
    yAxis: valueAxis(palette, y, true),
    series,
  };
  const count = groups.reduce((sum, group) => sum + group.points.length, 0);
  return {
    option,
    legend:
      groups.length > 1
        ? groups.map((group, i): LegendEntry => ({ name: group.name, colour: colour(group, i), mark: 'dot' }))
        : [],
    summary: `${data.title}: ${count} points, ${y.name} over ${x.name}, in ${groups.length === 1 ? 'one group' : `${groups.length} groups`}.`,
    numbers: () => ({
      columns: ['name', 'group', x.name, y.name],
      rows: groups.flatMap((group) => group.points.map((point) => [point.name, group.name, point.x, point.y])),
    }),
  };
}

function diagonal({ x, y }: ScatterChart, palette: Palette): ScatterSeriesOption['markLine'] {
  const low = Math.max(x.min ?? 0, y.min ?? 0);
  const high = Math.min(x.max ?? 1, y.max ?? 1);
  return {
    silent: true,
    symbol: 'none',
    label: { show: false },
    lineStyle: { color: palette.edge, type: 'dashed' },
    data: [[{ coord: [low, low] }, { coord: [high, high] }]],
  };
}
