// A table's words along its first two principal components, as a picture.
import { categoryColour } from '../cloud/colours';
import type { Palette } from '../palette';
import { percent } from '../text';
import type { Categories, Space } from '../views/space/answers';
import type { Drawing } from './drawing';
import { scatterChart, type Group, type Point, type ScatterChart } from './scatter';

const MOST = 2000; // words: more cannot be told apart in a still picture
const NONE = 255;

export function spaceChart({ words, points, explained, categories }: Space): ScatterChart {
  const shown = words.slice(0, MOST);
  const all = shown.map((name, i): Point => ({ name, x: points.data[3 * i], y: points.data[3 * i + 1] }));
  const axis = (i: number) => ({ name: `component ${i + 1} (${percent(explained[i] ?? 0)} of the variance)` });
  const which = shown.length < words.length ? `the first ${shown.length} words` : `${shown.length} words`;
  return {
    title: `Two principal components, ${which}`,
    x: axis(0),
    y: axis(1),
    groups: categories ? groupsOf(all, categories) : [{ name: 'words', points: all }],
    labels: true,
    size: shown.length > 300 ? 5 : 8,
  };
}

/** By category, those without one last. */
function groupsOf(points: readonly Point[], { names, of }: Categories): Group[] {
  const groups = names.map((name, i): Group & { points: Point[] } => ({ name, points: [], colour: i }));
  const others: Point[] = [];
  points.forEach((point, i) => (of.data[i] === NONE ? others : groups[of.data[i]].points).push(point));
  const found = groups.filter((group) => group.points.length > 0);
  return others.length > 0 ? [...found, { name: 'other', points: others, colour: NONE }] : found;
}

/** With the colours of categories, of which there may be more than of series, and the y axis's name at the left. */
export function drawSpace(data: ScatterChart, palette: Palette, width: number): Drawing {
  const drawing = scatterChart(data, palette, width);
  const { series, yAxis } = drawing.option;
  data.groups.forEach(({ colour = 0 }, i) => {
    const own = (series as { itemStyle: { color: string } }[])[i];
    own.itemStyle.color = categoryColour(palette, colour);
    if (drawing.legend[i]) drawing.legend[i].colour = own.itemStyle.color;
  });
  drawing.option.yAxis = { ...(yAxis as object), axisLine: { show: false, onZero: false } };
  return drawing;
}
