#include <algorithm>

#include "layers/segments.hpp"

namespace rowgrad {
namespace {

// A learned row p for each position within a segment (Gehring et al. 2017), combined with the row x that stands there:
//   add       y = x + p
//   multiply  y = x (1 + p), element by element, so that p = 0 means "no position" here too
// Added positions give the same sum for every order of the rows: only what follows can make them matter.
class Position : public Layer {
 public:
  static constexpr Input x{0, "rows"};
  static constexpr Param weight{0, "weight"};
  static constexpr Saved product{0};  // scratch of backward: g ∘ x of one row

  void declare(Keys& keys) override {
    keys.add("length", length_, "rows of the table: the longest segment it can number").required();
    keys.add("combine", combine_, "how a position's row meets the input's").one_of({"add", "multiply"});
    keys.add("init", init_, "how the table starts");
  }

  ValueType output(const LayerInputs& in) const override {
    in.expect(x);
    in.real(x);
    return in.grouped(x);
  }

  std::vector<ParameterSpec> parameters(const LayerInputs& in) const override {
    return {{weight, in.size(length_, "length"), in[x].width, init_}};
  }

  std::vector<std::string> examples() const override {
    return {R"({"input": "x", "length": 16})", R"({"input": "x", "length": 16, "combine": "multiply"})"};
  }

  template <class T>
  void forward(Forward<T>& f) const {
    const Matrix<T>& table = f.parameter(weight);
    const std::size_t d = columns(table);
    for_each_position(f, [&](std::size_t i, std::size_t position) {
      if (position == rows(table)) {
        throw input_error("Position", fmt::format("a segment has more rows than the table's {}", rows(table)),
                          "raise \"length\", or cut the data into shorter segments");
      }
      const T *xi = row(f.input(x), i), *p = row(table, position);
      T* y = row(f.output(), i);
      if (multiplies()) {
        for (std::size_t j = 0; j < d; ++j) y[j] = xi[j] + xi[j] * p[j];
      } else {
        std::copy_n(xi, d, y);
        row_kernels<T>().axpy(T(1), p, y, d);
      }
    });
  }

  template <class T>
  void backward(Backward<T>& b) const {
    weight_backward(b);
    Matrix<T>* d_input = b.input_gradient(x);
    if (d_input == nullptr) return;
    const std::size_t d = columns(b.gradient());
    for_each_position(b, [&](std::size_t i, std::size_t position) {
      const T *g = row(b.gradient(), i), *p = row(b.parameter(weight), position);
      T* dx = row(*d_input, i);
      if (multiplies()) {
        for (std::size_t j = 0; j < d; ++j) dx[j] += g[j] + g[j] * p[j];
      } else {
        row_kernels<T>().axpy(T(1), g, dx, d);
      }
    });
  }

 private:
  bool multiplies() const { return combine_ == "multiply"; }

  // Not in parallel: segments add to the same rows.
  template <class T>
  void weight_backward(Backward<T>& b) const {
    const std::size_t d = columns(b.gradient());
    resize(b.saved(product), 1, d);
    T* dp = b.saved(product).data();
    const bool multiplied = multiplies();
    const RowSpace& space = *b.type(x).space;
    for (std::size_t s = 0; s < b.batch().row_count(*space.group); ++s) {
      const auto [first, last] = b.batch().segment(space, s);
      for (std::size_t i = first; i < last; ++i) {
        const T* g = row(b.gradient(), i);
        if (multiplied) {
          const T* xi = row(b.input(x), i);
          for (std::size_t j = 0; j < d; ++j) dp[j] = g[j] * xi[j];
        }
        b.gradient(weight).add_row(static_cast<Id>(i - first), multiplied ? dp : g);
      }
    }
  }

  // work(row, its position in its segment), segments in parallel.
  template <class Context, class F>
  static void for_each_position(Context& c, F&& work) {
    for_each_segment(c, x, [&](std::size_t, std::size_t first, std::size_t last) {
      for (std::size_t i = first; i < last; ++i) work(i, i - first);
    });
  }

  Size length_{std::size_t{0}};
  std::string combine_ = "add";
  Init init_{"normal", 0.02};
};

ROWGRAD_LAYER(Position, "adds or multiplies a learned row for each row's position within its segment");

}  // namespace
}  // namespace rowgrad
