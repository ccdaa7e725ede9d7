// Gradient<T>: the sum of all contributions to one parameter.
//
// Row-sparse until someone adds a dense contribution: then the rows so far are merged and it stays dense until
// clear(). Contributions can only be added, so no layer can overwrite another's. Repeated ids accumulate, in the order
// in which they were added, into one slot per touched row; memory is proportional to the rows touched (sparse) or to
// the table (dense). Not thread-safe: one worker owns it.
#pragma once

#include <cassert>
#include <span>
#include <utility>
#include <vector>

#include "core/matrix.hpp"
#include "core/row_slots.hpp"
#include "core/shape_error.hpp"
#include "kernels/matmul.hpp"
#include "kernels/whole.hpp"

namespace rowgrad {

template <class T>
class Gradient {
 public:
  Gradient(std::size_t rows, std::size_t columns) : rows_(rows), columns_(columns) {}

  std::size_t rows() const { return rows_; }
  std::size_t columns() const { return columns_; }
  bool dense() const { return is_dense_; }
  /// Touched rows in order of first touch; meaningful while sparse.
  std::span<const Id> touched() const { return slots_.ids(); }
  std::size_t rows_touched() const { return is_dense_ ? rows_ : slots_.ids().size(); }

  /// row[ids[i]] += scale * g[i]. g is (ids.size() x columns), contiguous.
  void add_rows(std::span<const Id> ids, const T* g, T scale = T(1)) {
    for (std::size_t i = 0; i < ids.size(); ++i) add_row(ids[i], g + i * columns_, scale);
  }

  /// The same without copying first contributions: stores pointers into g, which must stay unchanged until own() or
  /// clear(). backward() calls own() before a tape's gradients change.
  void refer_rows(std::span<const Id> ids, const T* g) {
    const auto& kernel = row_kernels<T>();
    for (std::size_t i = 0; i < ids.size(); ++i) refer_row(kernel, ids[i], g + i * columns_);
  }

  /// row[id] += g for each of the ids, g being one row for all; stores pointers to it likewise.
  void refer_row(std::span<const Id> ids, const T* g) {
    const auto& kernel = row_kernels<T>();
    for (const Id id : ids) refer_row(kernel, id, g);
  }

  /// row[id] += scale * g. g is one row of `columns` values.
  void add_row(Id id, const T* g, T scale = T(1)) {
    assert(id < rows_);
    const auto& kernel = row_kernels<T>();
    if (is_dense_) return kernel.axpy(scale, g, row(dense_, id), columns_);
    const auto [slot, is_new] = slots_.find_or_add(id);
    if (is_new) {
      referred_.push_back(nullptr);
      reserve(slot + 1);
      kernel.scaled_copy(scale, g, row(sparse_, slot), columns_);
    } else {
      kernel.axpy(scale, g, own(slot), columns_);
    }
  }

  /// Copies the rows that refer_rows() stored pointers to.
  void own() {
    for (std::size_t slot = 0; slot < referred_.size(); ++slot) own(slot);
  }

  /// += g, a dense contribution of the parameter's shape. This and what follows throw ShapeError for other shapes.
  void add(const Matrix<T>& g) {
    require_shape("what is added to a gradient", g, rows_, columns_);
    make_dense();
    add_elements(g.data(), dense_.data(), rows_ * columns_);
  }

  /// += another gradient of the same parameter: rows are added one by one, in its order. To a gradient without
  /// contributions this is a copy.
  void add(const Gradient& other) {
    if (other.is_dense_) return add_dense(other.dense_.data());
    for (std::size_t slot = 0; slot < other.rows_touched(); ++slot) add_row(other.touched()[slot], other.block(slot));
  }
  /// The same from values for every element.
  void add_dense(const T* g) {
    if (become_dense_unset())
      std::copy_n(g, rows_ * columns_, dense_.data());
    else
      add_elements(g, dense_.data(), rows_ * columns_);
  }

  /// += aᵀ·b, the sum of n outer products: a linear layer's weight gradient. a is (n x rows), b is (n x columns).
  void add_product(Operand<T> a, Operand<T> b) {
    const bool first = become_dense_unset();
    matmul_tn(a, b, row_span(dense_), /*accumulate=*/!first);
  }

  /// += the column sums of g (n x columns), for a parameter of one row.
  void add_column_sums(const Matrix<T>& g) {
    require_shape("what is summed into a gradient of one row", g, rowgrad::rows(g), columns_);
    make_dense();
    for_columns([&](std::size_t first, std::size_t n) {
      for (std::size_t i = 0; i < rowgrad::rows(g); ++i)
        row_kernels<T>().axpy(T(1), row(g, i) + first, dense_.data() + first, n);
    });
  }

  /// += the column sums of g ∘ x, both (n x columns), for a parameter of one row that scales columns.
  void add_product_sums(const Matrix<T>& g, const Matrix<T>& x) {
    require_shape("what is summed into a gradient of one row", g, rowgrad::rows(g), columns_);
    require_shape("its factor", x, rowgrad::rows(g), columns_);
    make_dense();
    for_columns([&](std::size_t first, std::size_t n) {
      for (std::size_t i = 0; i < rowgrad::rows(g); ++i)
        row_kernels<T>().multiply_add(row(g, i) + first, row(x, i) + first, dense_.data() + first, n);
    });
  }

  /// The values of touched()[slot], or of the whole table if dense.
  const T* block(std::size_t slot) const {
    if (is_dense_) return dense_.data();
    return referred_[slot] != nullptr ? referred_[slot] : row(sparse_, slot);
  }

  /// The values of the i-th of rows_touched() rows: of touched()[i], or of row i if dense.
  const T* touched_row(std::size_t i) const { return is_dense_ ? dense_.data() + i * columns_ : block(i); }

  /// f(first_row, row_count, values): one block if dense, one per touched row if sparse.
  template <class F>
  void for_each_block(F&& f) {
    if (is_dense_) return f(std::size_t{0}, rows_, dense_.data());
    own();
    const auto ids = slots_.ids();
    for (std::size_t slot = 0; slot < ids.size(); ++slot) f(std::size_t{ids[slot]}, std::size_t{1}, row(sparse_, slot));
  }

  /// Promotes to dense: zeros for untouched rows.
  void make_dense() {
    if (is_dense_) return;
    if (rowgrad::rows(dense_) != rows_) dense_.resize({rows_, columns_});
    clear_elements(dense_.data(), dense_.size());
    const auto ids = slots_.ids();
    for (std::size_t slot = 0; slot < ids.size(); ++slot) {
      std::copy_n(block(slot), columns_, row(dense_, ids[slot]));
    }
    slots_.clear();
    referred_.clear();
    is_dense_ = true;
  }

  /// The gradient as a full matrix, zeros included.
  Matrix<T> to_dense() const {
    if (is_dense_) return dense_;
    auto full = zeros<T>(rows_, columns_);
    const auto ids = slots_.ids();
    for (std::size_t slot = 0; slot < ids.size(); ++slot) {
      std::copy_n(block(slot), columns_, row(full, ids[slot]));
    }
    return full;
  }

  /// *= factor.
  void scale(T factor) {
    for_each_block([&](std::size_t, std::size_t n, T* values) { scale_elements(factor, values, n * columns_); });
  }

  /// Σ g² over all elements: blocks of fixed size, added in double in the order of touched(), or of the rows.
  double sum_of_squares() const {
    constexpr std::size_t elements = 4096;
    const std::size_t all = rows_ * columns_, each = is_dense_ ? elements : columns_;
    std::vector<T> sums(is_dense_ ? (all + elements - 1) / elements : slots_.ids().size());
    parallel_for(sums.size(), block_rows(each), [&](std::size_t first, std::size_t last) {
      for (std::size_t i = first; i < last; ++i) {
        const T* x = is_dense_ ? dense_.data() + i * elements : block(i);
        sums[i] = row_kernels<T>().dot(x, x, is_dense_ ? std::min(elements, all - i * elements) : columns_);
      }
    });
    double sum = 0.0;
    for (const T squares : sums) sum += static_cast<double>(squares);
    return sum;
  }

  /// Back to "no contributions", sparse. Keeps memory for the next step.
  void clear() {
    is_dense_ = false;
    slots_.clear();
    referred_.clear();
  }

 private:
  // work(first column, number of columns), columns in parallel: each adds up rows in their order. Blocks are wide, for
  // the processor fetches narrow pieces of rows several times slower than whole rows: measured, 64 columns of 301.
  template <class F>
  void for_columns(F&& work) const {
    constexpr std::size_t block = 4096;
    parallel_for_whole_blocks(columns_, block, [&](std::size_t first, std::size_t last) { work(first, last - first); });
  }

  void refer_row(const RowKernels<T>& kernel, Id id, const T* g) {
    if (is_dense_) return add_row(id, g);
    const auto [slot, is_new] = slots_.find_or_add(id);
    if (is_new)
      referred_.push_back(g);
    else
      kernel.axpy(T(1), g, own(slot), columns_);
  }

  // The slot's row in sparse_, the contribution it pointed to copied there.
  T* own(std::size_t slot) {
    reserve(slot + 1);
    T* values = row(sparse_, slot);
    if (referred_[slot] != nullptr) std::copy_n(std::exchange(referred_[slot], nullptr), columns_, values);
    return values;
  }

  // Makes it dense for a contribution to every element. Returns true if there is none so far: values are then unset,
  // because the contribution is going to assign all of them.
  bool become_dense_unset() {
    if (is_dense_ || !slots_.ids().empty()) {
      make_dense();
      return false;
    }
    resize(dense_, rows_, columns_);
    return is_dense_ = true;
  }

  void reserve(std::size_t slots) {
    if (slots > rowgrad::rows(sparse_)) sparse_.resize({std::max<std::size_t>(2 * slots, 16), columns_});
  }

  std::size_t rows_;
  std::size_t columns_;
  bool is_dense_ = false;
  RowSlots slots_;                  // id -> slot
  std::vector<const T*> referred_;  // by slot: values kept elsewhere, or null if they are in sparse_
  Matrix<T> sparse_;                // (capacity x columns)
  Matrix<T> dense_;                 // (rows x columns) once dense
};

}  // namespace rowgrad
