export { barChart, type BarChart, type Bars } from './bar';
export { heatMap, type HeatMap } from './heatmap';
export { lineChart, type Line, type LineChart } from './line';
export { scatterChart, type Group, type Point, type ScatterChart } from './scatter';
export type { Axis, Draw, Drawing, LegendEntry } from './drawing';
