// What the questions of this view are answered with.
import type { Packed } from '../../ask';
import type { Categories } from '../space/answers';

export interface Frame {
  step: number;
  epoch: number; // finished
  fraction: number; // of the run
  loss?: number;
}

export interface Motion {
  table: string;
  tables: string[];
  words: string[];
  frames: Frame[];
  points: Packed; // frames·words × 2
  context?: Packed; // the same of skip-gram's other table
  explained: number[];
  dimension: number;
  categories?: Categories;
}

/** The mean step on the word's row is Σ (pulls − pushes) · v, over the words of the motion. */
export interface Forces {
  word: string;
  frames: number;
  pulls: Packed; // frames × words
  pushes: Packed;
  net: number[]; // length of that step, by frame
}
