// The ways that words took from the first snapshot to the last, as a picture: where each ended has its name.
import type { EChartsOption, LineSeriesOption, ScatterSeriesOption } from 'echarts';
import { categoryColour } from '../cloud/colours';
import type { Palette } from '../palette';
import { canvasText, clipped, number } from '../text';
import type { Motion } from '../views/motion/answers';
import { base, tooltip, valueAxis, type Drawing, type LegendEntry } from './drawing';

const MOST = 60; // words; more ways cannot be told apart
const OTHER = 'other'; // words without a category
const HEIGHT = 560;
const BESIDE = 150; // pixels of the height that are not the picture's: title, axes

export function motionChart(motion: Motion, palette: Palette, width: number): Drawing {
  const { words, frames, points, categories } = motion;
  const shown = words.slice(0, MOST);
  const at = (frame: number, id: number): [number, number] => {
    const i = 2 * (frame * words.length + id);
    return [points.data[i], points.data[i + 1]];
  };
  const categoryOf = (id: number) => categories?.of.data[id] ?? 0;
  const colourOf = (id: number) => categoryColour(palette, categoryOf(id));
  const nameOf = (category: number) => categories?.names[category] ?? OTHER;
  const last = frames.length - 1;
  const ways = shown.map((_, id): LineSeriesOption => ({
    id: `way-${id}`,
    name: canvasText(nameOf(categoryOf(id))), // a legend has each name once
    type: 'line',
    data: frames.map((_, frame) => at(frame, id)),
    showSymbol: false,
    silent: true,
    lineStyle: { color: colourOf(id), width: 1.25, opacity: 0.6 },
    itemStyle: { color: colourOf(id) },
    emphasis: { disabled: true },
  }));
  const ends: ScatterSeriesOption = {
    id: 'ends',
    type: 'scatter',
    data: shown.map((_, id) => ({ value: at(last, id), itemStyle: { color: colourOf(id) } })),
    symbolSize: 8,
    label: {
      show: true,
      position: 'right',
      color: palette.ink,
      formatter: ({ dataIndex }) => canvasText(shown[dataIndex], 20),
    },
    labelLayout: ({ labelRect }) => ({ hideOverlap: true, dx: Math.min(0, width - labelRect.x - labelRect.width - 4) }),
    emphasis: { disabled: true },
  };
  const [x, y] = ranges(shown, frames.length, at, Math.max(width - 60, 100) / (HEIGHT - BESIDE));
  const flat = motion.dimension === 2;
  const axis = (i: number) => (flat ? `dimension ${i + 1}` : `component ${i + 1}`);
  const option: EChartsOption = {
    ...base(palette),
    tooltip: {
      ...tooltip(palette),
      trigger: 'item',
      formatter: (hovered) => {
        const item = Array.isArray(hovered) ? hovered[0] : hovered;
        const place = at(last, item.dataIndex);
        return `${canvasText(shown[item.dataIndex])}\n${number(place[0])}, ${number(place[1])}`;
      },
    },
    xAxis: withoutEnds({
      ...valueAxis(palette, { name: axis(0), ...x }, false),
      splitLine: { show: true, lineStyle: { color: palette.line } },
    }),
    yAxis: { ...withoutEnds(valueAxis(palette, { name: axis(1), ...y }, true)), axisLine: { show: false, onZero: false } },
    series: [...ways, ends],
  };
  const farthest = shown
    .map((word, id) => ({ word, way: Math.hypot(at(last, id)[0] - at(0, id)[0], at(last, id)[1] - at(0, id)[1]) }))
    .sort((a, b) => b.way - a.way)
    .slice(0, 3);
  return {
    option,
    height: HEIGHT,
    legend: categories
      ? [...new Set(shown.map((_, id) => categoryOf(id)))].map((category): LegendEntry => ({
          name: nameOf(category),
          colour: categoryColour(palette, category),
          mark: 'line',
        }))
      : [],
    summary:
      `The ways of ${shown.length} words over ${frames.length} snapshots, from step ${number(frames[0].step)} ` +
      `to ${number(frames[last].step)}. Farthest from where they began: ${farthest.map(({ word }) => clipped(word)).join(', ')}.`,
    numbers: () => ({
      columns: ['word', 'step', axis(0), axis(1)],
      rows: shown.flatMap((word, id) => frames.map(({ step }, frame) => [word, step, ...at(frame, id)])),
    }),
  };
}

/** The ends of these axes are no round numbers: not worth a label. */
const withoutEnds = (axis: ReturnType<typeof valueAxis>) => ({
  ...axis,
  axisLabel: { ...axis.axisLabel, showMinLabel: false, showMaxLabel: false },
});

interface Range {
  min: number;
  max: number;
}

/** Of both axes, so that a unit is as long along one as along the other: angles and distances are what they are. */
function ranges(
  words: readonly string[],
  frames: number,
  at: (frame: number, id: number) => [number, number],
  aspect: number,
): [Range, Range] {
  const low = [Infinity, Infinity];
  const high = [-Infinity, -Infinity];
  for (let frame = 0; frame < frames; ++frame)
    for (let id = 0; id < words.length; ++id)
      at(frame, id).forEach((value, i) => {
        low[i] = Math.min(low[i], value);
        high[i] = Math.max(high[i], value);
      });
  const half = Math.max((high[1] - low[1]) / 2, (high[0] - low[0]) / 2 / aspect, 1e-9) * 1.08;
  const range = (i: number, reach: number): Range => {
    const middle = (low[i] + high[i]) / 2;
    return { min: middle - reach, max: middle + reach };
  };
  return [range(0, half * aspect), range(1, half)];
}
