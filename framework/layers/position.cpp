#include "graph/layer.hpp"

namespace rowgrad {
namespace {

// A learned row for each position within a segment (Gehring et al. 2017), combined with the row that stands there:
//   add       x + p[i]
//   multiply  x (1 + p[i]), element by element, so that p = 0 means "no position" here too
// Added positions are the same sum for every order of the rows: only what follows can make them matter.
class Position : public Layer {
 public:
  void declare(Keys& keys) override {
    keys.add("length", length_, "rows of the table: the longest segment it can number").required();
    keys.add("combine", combine_, "how a position's row meets the input's").one_of({"add", "multiply"});
    keys.add("init", init_, "how the table starts");
  }

  Signature output(const Wiring& in) const override {
    in.expect({"rows"});
    return in.grouped(0);
  }

  std::vector<ParameterSpec> parameters(const Wiring& in) const override {
    return {{"weight", in.size(length_, "length"), in[0].width, init_}};
  }

  std::vector<std::string> examples() const override {
    return {R"({"input": "x", "length": 16})", R"({"input": "x", "length": 16, "combine": "multiply"})"};
  }

  template <class T>
  void forward(Forward<T>& f) const {
    const Matrix<T>& table = f.parameter(0);
    const std::size_t d = columns(table);
    for_each_row(f, [&](std::size_t i, std::size_t position) {
      if (position == rows(table)) {
        throw input_error("Position", fmt::format("a segment has more rows than the table's {}", rows(table)),
                          "raise \"length\", or cut the data into shorter segments");
      }
      const T* x = row(f.input(0), i);
      const T* p = row(table, position);
      T* y = row(f.output(), i);
      if (multiplies()) {
        for (std::size_t j = 0; j < d; ++j) y[j] = x[j] + x[j] * p[j];
      } else {
        for (std::size_t j = 0; j < d; ++j) y[j] = x[j] + p[j];
      }
    });
  }

  template <class T>
  void backward(Backward<T>& b) const {
    const Matrix<T>& table = b.parameter(0);
    const std::size_t d = columns(table);
    Matrix<T>& scratch = b.kept(0);
    resize(scratch, 1, d);
    for_each_row(b, [&](std::size_t i, std::size_t position) {
      const T* x = row(b.input(0), i);
      const T* g = row(b.gradient(), i);
      if (!multiplies()) {
        b.parameter_gradient(0).add_row(static_cast<Id>(position), g);
        if (b.wants(0)) row_kernels<T>().axpy(T(1), g, row(b.input_gradient(0), i), d);
        return;
      }
      for (std::size_t j = 0; j < d; ++j) scratch.data()[j] = g[j] * x[j];
      b.parameter_gradient(0).add_row(static_cast<Id>(position), scratch.data());
      if (!b.wants(0)) return;
      const T* p = row(table, position);
      T* dx = row(b.input_gradient(0), i);
      for (std::size_t j = 0; j < d; ++j) dx[j] += g[j] + g[j] * p[j];
    });
  }

 private:
  bool multiplies() const { return combine_ == "multiply"; }

  // work(row, its position in its segment).
  template <class Context, class F>
  static void for_each_row(Context& c, F&& work) {
    const Domain& domain = *c.signature(0).domain;
    for (std::size_t s = 0; s < c.batch().rows(*domain.group); ++s) {
      const auto [first, last] = c.batch().segment(domain, s);
      for (std::size_t i = first; i < last; ++i) work(i, i - first);
    }
  }

  Size length_{std::size_t{0}};
  std::string combine_ = "add";
  Init init_{"normal", 0.02};
};

ROWGRAD_LAYER(Position, "adds or multiplies a learned row for each row's position within its segment");

}  // namespace
}  // namespace rowgrad
