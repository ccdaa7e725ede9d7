// What the questions of this view are answered with.
import type { Packed } from '../../ask';

/** A category of each word: index of a name, 255 for none. */
export interface Categories {
  names: string[];
  of: Packed<Uint8Array>;
}

export interface Space {
  tables: string[];
  words: string[];
  all_words: number;
  dimension: number;
  /** Share of the variance along each axis of `points`. */
  explained: number[];
  points: Packed; // words × 3
  categories?: Categories;
}

export interface Found {
  word: string;
  id: number;
  score: number;
  category?: string;
}

/** Of the first words, one row each. */
export interface AllNeighbours {
  ids: Packed<Uint32Array>;
  scores: Packed;
}

export interface Analogy {
  ids: [number, number, number];
  answers: Found[];
}

export interface Intruder {
  intruder: string;
  /** Mean cosine to the other words, lowest first. */
  mean_similarity: Found[];
}
