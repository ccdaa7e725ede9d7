// A matrix as coloured cells: attention, confusion, counts, rows of a table, gradients.
import type { EChartsOption } from 'echarts';
import type { Palette } from '../palette';
import { canvasText, clipped, number } from '../text';
import { between, channels, luminance } from './contrast';
import { base, categoryAxis, tooltip, type Drawing } from './drawing';

export interface HeatMap {
  title: string;
  rows: readonly string[];
  columns: readonly string[];
  /** values[row][column]; null cells stay empty. */
  values: readonly ArrayLike<number | null>[];
  rowsName?: string;
  columnsName?: string;
  /** What a value is: "probability", "count". */
  valueName: string;
  /** Blue below zero and orange above, the same reach on both sides. Otherwise one hue from zero up. */
  signed?: boolean;
  /** The most there can be: 1 for probabilities. By default the largest there is. */
  most?: number;
  show?: (value: number) => string;
  /** Writes the values into the cells. By default where there are few. */
  written?: boolean;
  cellHeight?: number;
}

const FEW = 400;
const WRITTEN_WIDTH = 42; // pixels that a cell needs for its value
const NAMES = 90; // pixels that the names of rows take, about

export function heatMap(data: HeatMap, palette: Palette, width: number): Drawing {
  const show = data.show ?? ((value: number) => number(value, 3));
  const cells: [number, number, number][] = [];
  data.values.forEach((row, r) => {
    for (let c = 0; c < row.length; ++c)
      if (row[c] !== null && Number.isFinite(row[c])) cells.push([c, r, row[c] as number]);
  });
  const most = data.most ?? (cells.reduce((m, cell) => Math.max(m, Math.abs(cell[2])), 0) || 1);
  const written = data.written ?? (cells.length <= FEW && (width - NAMES) / data.columns.length >= WRITTEN_WIDTH);
  const names = categoryAxis(palette, data.columns, data.columnsName, width - NAMES);
  const slant = names.axisLabel.rotate ? 70 : 0; // pixels that slanted names need
  const height = Math.max(120, data.rows.length * (data.cellHeight ?? (data.rows.length > 20 ? 18 : 28)) + 110 + slant);

  const option: EChartsOption = {
    ...base(palette),
    grid: { left: 4, right: 12, top: 8, bottom: 52, outerBoundsMode: 'same', outerBoundsContain: 'all' },
    tooltip: {
      ...tooltip(palette),
      trigger: 'item',
      formatter: (hovered) => {
        const item = Array.isArray(hovered) ? hovered[0] : hovered;
        const [c, r, value] = item.value as [number, number, number];
        const [rowName, columnName] = [data.rowsName ?? 'row', data.columnsName ?? 'column'];
        return `${canvasText(rowName)} ${canvasText(data.rows[r])}\n${canvasText(columnName)} ${canvasText(data.columns[c])}\n${canvasText(data.valueName)} ${show(value)}`;
      },
    },
    xAxis: { ...names, splitArea: { show: false } },
    yAxis: { ...categoryAxis(palette, data.rows, ''), inverse: true },
    visualMap: {
      type: 'continuous',
      min: data.signed ? -most : 0,
      max: most,
      calculable: false,
      hoverLink: false,
      orient: 'horizontal',
      left: 'center',
      bottom: 0,
      itemWidth: 10,
      itemHeight: 160,
      text: [show(most), data.signed ? show(-most) : '0'],
      textStyle: { color: palette.muted },
      inRange: { color: [...(data.signed ? palette.diverging : palette.sequential)] },
    },
    series: [
      {
        id: 'cells',
        type: 'heatmap',
        data: cells.map((cell) => ({
          value: cell,
          label: { color: labelColour(cell[2] / most, data.signed === true, palette) },
        })),
        label: { show: written, fontSize: 11, formatter: (p) => show((p.value as number[])[2]) },
        itemStyle: { borderColor: palette.surface, borderWidth: cells.length > 4000 ? 0 : 1 },
        emphasis: { itemStyle: { borderColor: palette.ink, borderWidth: 2 } },
        progressive: 0,
      },
    ],
  };
  return { option, legend: [], height, summary: summary(data, cells, show), numbers: () => numbers(data, cells) };
}

/** Ink or white, whichever has more contrast to the cell's colour. */
function labelColour(share: number, signed: boolean, palette: Palette): string {
  const cell = luminance(between(signed ? palette.diverging : palette.sequential, signed ? (share + 1) / 2 : share));
  const [dark, bright] = palette.dark ? ['#10141a', palette.ink] : [palette.ink, '#ffffff'];
  const contrast = (text: string) => {
    const own = luminance(channels(text));
    return (Math.max(own, cell) + 0.05) / (Math.min(own, cell) + 0.05);
  };
  return contrast(bright) > contrast(dark) ? bright : dark;
}

function summary(data: HeatMap, cells: readonly [number, number, number][], show: (value: number) => string): string {
  const start = `${data.title}: heat map of ${data.rows.length} by ${data.columns.length} values, ${data.valueName}.`;
  if (cells.length === 0) return start;
  const top = cells.reduce((a, b) => (Math.abs(b[2]) > Math.abs(a[2]) ? b : a));
  return `${start} The largest is ${show(top[2])}, in row ${clipped(data.rows[top[1]])} and column ${clipped(data.columns[top[0]])}.`;
}

function numbers(data: HeatMap, cells: readonly [number, number, number][]) {
  const wide = data.columns.length <= 30;
  if (wide) {
    return {
      columns: [data.rowsName ?? 'row', ...data.columns],
      rows: data.rows.map((name, r) => [name, ...Array.from(data.values[r] ?? [])]),
    };
  }
  const rows = cells.map(([c, r, value]) => [data.rows[r], data.columns[c], value]);
  return { columns: [data.rowsName ?? 'row', data.columnsName ?? 'column', data.valueName], rows };
}
