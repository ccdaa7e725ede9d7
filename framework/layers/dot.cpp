#include "core/parallel.hpp"
#include "graph/layer.hpp"

namespace rowgrad {
namespace {

// Dot products of each row of the first input, a, with the rows of the second, b, that belong to it:
//   same space                                 one column:  a[i] · b[i]
//   b's space is the group of a's              one column:  a[i] · b[its segment]
//   b has k rows per row of a (fixed k)         k columns:   a[i] · b[i k + j]
//   a and b are segments of one group, b fixed  k columns:   a[i] · b[s k + j], s being a[i]'s segment
// which are the scores of skip-gram with negative sampling, pair by pair or per window.
class Dot : public Layer {
 public:
  static constexpr Input left{0, "a"}, right{1, "b"};

  ValueType output(const LayerInputs& in) const override {
    in.expect(left, right);
    const RowSpace& a = *in.real(left).space;
    const RowSpace& b = *in.real(right).space;
    in.same_width(left, right);
    return {Kind::real, &a, partners(in, a, b)};
  }

  std::vector<std::string> examples() const override {
    return {R"({"inputs": ["x", "y"]})", R"({"inputs": ["x", "h"]})", R"({"inputs": ["h", "fixed"]})",
            R"({"inputs": ["x", "fixed"]})"};
  }

  template <class T>
  void forward(Forward<T>& f) const {
    const Matrix<T>& a = f.input(left);
    const Matrix<T>& b = f.input(right);
    Matrix<T>& scores = f.output();
    for_each_pair(f, [&](std::size_t i, std::size_t j, std::size_t column) {
      row(scores, i)[column] = row_kernels<T>().dot(row(a, i), row(b, j), columns(a));
    });
  }

  template <class T>
  void backward(Backward<T>& b) const {
    const Matrix<T>& a = b.input(left);
    const Matrix<T>& partner = b.input(right);
    const Matrix<T>& g = b.gradient();
    Matrix<T>* d_left = b.input_gradient(left);
    Matrix<T>* d_right = b.input_gradient(right);
    for_each_pair(b, [&](std::size_t i, std::size_t j, std::size_t column) {
      const T g_ij = row(g, i)[column];
      if (d_left != nullptr) row_kernels<T>().axpy(g_ij, row(partner, j), row(*d_left, i), columns(a));
      if (d_right != nullptr) row_kernels<T>().axpy(g_ij, row(a, i), row(*d_right, j), columns(a));
    });
  }

 private:
  // Columns of the result: how many rows of b belong to one row of a.
  static std::size_t partners(const LayerInputs& in, const RowSpace& a, const RowSpace& b) {
    if (&a == &b || a.group == &b) return 1;
    const bool siblings = a.group != nullptr && a.group == b.group;
    if (b.rows_per_segment != 0 && (b.group == &a || siblings)) return b.rows_per_segment;
    in.fail(fmt::format("no rule says which \"{}\" rows belong to a \"{}\" row", b.name, a.name),
            "use inputs of one space, of a space and its group, or with a fixed number of rows per group");
  }

  // work(row of a, row of b, column of the result), in parallel: what one block of rows or segments meets, in a or in
  // b, no other does.
  template <class Context, class F>
  static void for_each_pair(Context& c, F&& work) {
    const RowSpace& a = *c.type(left).space;
    const RowSpace& b = *c.type(right).space;
    const std::size_t k = c.type().width;
    const std::size_t n = rows(c.input(left)), work_each = k * columns(c.input(left));
    if (&a == &b || b.group == &a) {
      parallel_for(n, block_rows(work_each), [&](std::size_t from, std::size_t to) {
        for (std::size_t i = from; i < to; ++i) {
          for (std::size_t j = 0; j < k; ++j) work(i, i * k + j, j);
        }
      });
      return;
    }
    const std::size_t segments = c.batch().row_count(*a.group), rows_each = segments == 0 ? 0 : n / segments + 1;
    parallel_for(segments, block_rows(rows_each * work_each), [&](std::size_t from, std::size_t to) {
      for (std::size_t s = from; s < to; ++s) {
        const auto [first, last] = c.batch().segment(a, s);
        for (std::size_t i = first; i < last; ++i) {
          for (std::size_t j = 0; j < k; ++j) work(i, s * k + j, j);
        }
      }
    });
  }
};

ROWGRAD_LAYER(Dot, "dot products of each row with the row, or the k rows, of a second input that belong to it");

}  // namespace
}  // namespace rowgrad
