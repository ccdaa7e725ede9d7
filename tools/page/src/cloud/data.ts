// What a cloud is given.

export interface CloudData {
  points: Float32Array; // n × stride; NaN hides a point
  stride: 2 | 3;
  words: readonly string[];
  /** How often each word occurs: frequent ones are labelled first. Without them, earlier ones are. */
  counts?: ArrayLike<number>;
  /** Index of a colour per point; 255 is none. */
  categories?: ArrayLike<number>;
  /** Points from this id on are drawn as rings. */
  hollowFrom?: number;
  /** What is in view at first, laid out as `points`; otherwise all of `points`. */
  reach?: Float32Array;
  /** The colour of all, without categories. */
  colour?: number;
}

export interface CloudOptions {
  /** What the cloud shows, in a sentence: the text alternative. */
  label: string;
  signal: AbortSignal;
  height?: number;
  onHover?: (id: number | null) => void;
  /** A point was clicked; null where there is none. Give the keyboard a searchField and a pickList of neighbours too. */
  onPick?: (id: number | null) => void;
}
