// TableLookup: a batch of ids through a table and back, beside one-hot vectors times the same table.
#pragma once

#include <vector>

#include "core/matrix.hpp"

namespace rowgrad {

/// n ids into a table of V rows and d columns.
struct TableLookup {
  std::vector<Id> ids;
  Matrix<float> table;      // (V x d)
  Matrix<float> one_hots;   // (n x V)
  Matrix<float> looked_up;  // (n x d): what the layer Embedding puts out
  Matrix<float> product;    // (n x d): one_hots · table
  // Backward, from upstream = ∂L/∂looked_up (n x d).
  Matrix<float> upstream;
  Matrix<float> gradient;          // (V x d): ∂L/∂table as Embedding adds it up
  std::vector<Id> touched;         // its rows that anything was added to
  Matrix<float> product_gradient;  // (V x d): one_hotsᵀ · upstream, the chain rule through the product
  Matrix<float> assigned;          // (V x d): what is left if a repeated id overwrites instead of adding
};

/// L = Σᵢ i Σⱼ yᵢⱼ over the rows y of the result, counted from 1: each position sends back its own number, so that sums
/// show. REQUIRES: every id < V.
TableLookup look_up(const Matrix<float>& table, const std::vector<Id>& ids);

/// A table as the layer Embedding starts it.
Matrix<float> fresh_table(std::size_t rows, std::size_t dim, std::uint64_t seed);

/// The same lookup after the vocabulary was renumbered, and what the same numbers do as magnitudes.
struct Renumbering {
  std::vector<Id> number;  // by old id, the new one
  TableLookup before, after;
  // (n x 1): Linear fed with each id as a number, the same weights before and after.
  Matrix<float> as_number_before, as_number_after;
};

/// Rows move with their ids. REQUIRES: `number` is a permutation of the table's rows.
Renumbering renumber(const TableLookup& lookup, const std::vector<Id>& number, std::uint64_t seed);

/// Row `number[i]` of the result is row i of `m`.
Matrix<float> permuted_rows(const Matrix<float>& m, const std::vector<Id>& number);

}  // namespace rowgrad
