#include "graph/layer.hpp"

namespace rowgrad {
namespace {

// Dot products of each row of the first input, a, with the rows of the second, b, that belong to it:
//   same domain                                 one column:  a[i] · b[i]
//   b's domain is the group of a's              one column:  a[i] · b[its segment]
//   b has k rows per row of a (fixed k)         k columns:   a[i] · b[i k + j]
//   a and b are segments of one group, b fixed  k columns:   a[i] · b[s k + j], s being a[i]'s segment
// which are the scores of skip-gram with negative sampling, pair by pair or per window.
class Dot : public Layer {
 public:
  Signature output(const Wiring& in) const override {
    in.expect({"a", "b"});
    const Signature& a = in.rows(0);
    const Signature& b = in.rows(1);
    in.same_width(0, 1);
    return {Kind::rows, a.domain, partners(in, *a.domain, *b.domain)};
  }

  std::vector<std::string> examples() const override {
    return {R"({"inputs": ["x", "y"]})", R"({"inputs": ["x", "h"]})", R"({"inputs": ["h", "fixed"]})",
            R"({"inputs": ["x", "fixed"]})"};
  }

  template <class T>
  void forward(Forward<T>& f) const {
    const Matrix<T>& a = f.input(0);
    const Matrix<T>& b = f.input(1);
    Matrix<T>& out = f.output();
    for_each_pair(f, [&](std::size_t i, std::size_t j, std::size_t column) {
      row(out, i)[column] = row_kernels<T>().dot(row(a, i), row(b, j), columns(a));
    });
  }

  template <class T>
  void backward(Backward<T>& b) const {
    const auto& kernel = row_kernels<T>();
    const std::size_t d = columns(b.input(0));
    for_each_pair(b, [&](std::size_t i, std::size_t j, std::size_t column) {
      const T g = row(b.gradient(), i)[column];
      if (b.wants(0)) kernel.axpy(g, row(b.input(1), j), row(b.input_gradient(0), i), d);
      if (b.wants(1)) kernel.axpy(g, row(b.input(0), i), row(b.input_gradient(1), j), d);
    });
  }

 private:
  // Columns of the result: how many rows of b belong to one row of a.
  static std::size_t partners(const Wiring& in, const Domain& a, const Domain& b) {
    if (&a == &b || a.group == &b) return 1;
    if (b.per_group != 0 && (b.group == &a || (a.group != nullptr && a.group == b.group))) return b.per_group;
    in.fail(fmt::format("no rule says which \"{}\" rows belong to a \"{}\" row", b.name, a.name),
            "use inputs of one domain, of a domain and its group, or with a fixed number of rows per group");
  }

  // f(row of a, row of b, column of the result).
  template <class Context, class F>
  static void for_each_pair(Context& c, F&& f) {
    const Domain& a = *c.signature(0).domain;
    const Domain& b = *c.signature(1).domain;
    const std::size_t k = c.signature().width;
    if (&a == &b || b.group == &a) {
      for (std::size_t i = 0; i < rows(c.input(0)); ++i) {
        for (std::size_t j = 0; j < k; ++j) f(i, i * k + j, j);
      }
      return;
    }
    for (std::size_t s = 0; s < c.batch().rows(*a.group); ++s) {
      const auto [first, last] = c.batch().segment(a, s);
      for (std::size_t i = first; i < last; ++i) {
        for (std::size_t j = 0; j < k; ++j) f(i, s * k + j, j);
      }
    }
  }
};

ROWGRAD_LAYER(Dot, "dot products of each row with the row, or the k rows, of a second input that belong to it");

}  // namespace
}  // namespace rowgrad
