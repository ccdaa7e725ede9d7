// What a chart function returns: the picture for ECharts, and the same in words and numbers. The page and `plot` share
// these functions, so they know neither the document nor the theme.
import type { EChartsOption } from 'echarts';
import type { Palette } from '../palette';
import type { Numbers } from '../table';
import { canvasText, number } from '../text';

export interface LegendEntry {
  name: string;
  colour: string;
  mark: 'line' | 'dashed' | 'dotted' | 'square' | 'dot';
}

export interface Drawing {
  option: EChartsOption;
  /** One or two sentences for those who do not see the picture. */
  summary: string;
  /** What is drawn. Called when somebody opens the table. */
  numbers: () => Numbers;
  legend: LegendEntry[];
  /** In pixels, where the content decides: bars and heat maps. */
  height?: number;
}

/** `width` is what there is, in pixels. */
export type Draw = (palette: Palette, width: number) => Drawing;

export const USUAL_WIDTH = 480;

export interface Axis {
  name: string;
  /** Values that are not positive are left out. */
  log?: boolean;
  min?: number;
  max?: number;
  /** How a value is written. */
  show?: (value: number) => string;
}

// Without quotes: ECharts writes it into an attribute of the SVG as it is.
export const FONT = 'system-ui, -apple-system, Segoe UI, Roboto, Noto Sans, Helvetica Neue, Arial, sans-serif';

export const showOf = (axis?: Axis) => axis?.show ?? ((value: number) => number(value));

/** Everything but the series, the axes and the tooltip's text. */
export function base(palette: Palette): EChartsOption {
  return {
    animationDuration: 300,
    animationDurationUpdate: 250,
    backgroundColor: 'transparent',
    textStyle: { fontFamily: FONT, color: palette.ink, fontSize: 12 },
    grid: { left: 4, right: 18, top: 6, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'all' },
  };
}

/** Tooltips are drawn on the canvas: a name from data can never become HTML. */
export function tooltip(palette: Palette) {
  return {
    renderMode: 'richText' as const,
    confine: true,
    backgroundColor: palette.raised,
    borderColor: palette.edge,
    borderWidth: 1,
    padding: [8, 11] as [number, number],
    textStyle: { color: palette.ink, fontFamily: FONT, fontSize: 12, lineHeight: 17 },
  };
}

/** A numeric axis. `vertical` axes have their name above them, where it is read without turning the head. */
export function valueAxis(palette: Palette, axis: Axis, vertical: boolean) {
  const log = axis.log === true;
  return {
    type: log ? ('log' as const) : ('value' as const),
    name: canvasText(axis.name, 60),
    nameLocation: vertical ? ('end' as const) : ('middle' as const),
    nameGap: vertical ? 12 : 8,
    nameTextStyle: { color: palette.muted, fontSize: 12, align: vertical ? ('left' as const) : ('center' as const) },
    min: axis.min,
    max: axis.max,
    scale: true,
    splitNumber: 5,
    // At the border, with its labels and name, and not where the other axis is zero.
    axisLine: { show: !vertical, onZero: false, lineStyle: { color: palette.edge } },
    axisTick: { show: false },
    axisLabel: { color: palette.muted, hideOverlap: true, formatter: (value: number) => showOf(axis)(value) },
    splitLine: { show: vertical, lineStyle: { color: palette.line } },
    minorSplitLine: { show: false },
  };
}

const LETTER = 7; // pixels
const LABEL = 16; // letters
const CROWDED = 48; // from so many names on, some are left out

/** Names along an axis of `width` pixels (0: upright, where all names are as short as one line). */
export function categoryAxis(palette: Palette, names: readonly string[], title = '', width = 0) {
  const longest = names.reduce((most, name) => Math.max(most, Math.min(name.length, LABEL)), 0);
  const slanted = width > 0 && names.length * (longest * LETTER + 8) > width;
  return {
    type: 'category' as const,
    data: names.map((_, i) => String(i)), // the place, not the name: two names may be equal
    name: canvasText(title, 60),
    nameLocation: 'middle' as const,
    nameGap: 10,
    nameTextStyle: { color: palette.muted, fontSize: 12 },
    axisLine: { lineStyle: { color: palette.edge } },
    axisTick: { show: false },
    axisLabel: {
      color: palette.ink,
      interval: names.length <= CROWDED ? 0 : ('auto' as const),
      rotate: slanted ? 50 : 0,
      formatter: (place: string) => canvasText(names[Number(place)] ?? '', LABEL),
    },
    splitLine: { show: false },
  };
}
