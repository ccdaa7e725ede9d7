#include "graph/layer.hpp"

namespace rowgrad {
namespace {

// output = input * factor, column by column. The factors (1 x width) are learned and shared by all rows.
class Scale : public Layer {
 public:
  void declare(Keys& keys) override { keys.add("init", init_, "how the factors start"); }

  Signature output(const Wiring& in) const override {
    in.expect({"rows"});
    return in.rows(0);  // same kind, same row domain, same width
  }

  std::vector<ParameterSpec> parameters(const Wiring& in) const override {
    return {{"factor", 1, in.rows(0).width, init_}};
  }

  std::vector<std::string> examples() const override { return {R"({"input": "x"})"}; }

  template <class T>
  void forward(Forward<T>& f) const {
    xt::noalias(f.output()) = f.input(0) * f.parameter(0);
  }

  template <class T>
  void backward(Backward<T>& b) const {
    const Matrix<T>& g = b.gradient();
    if (b.wants(0)) xt::noalias(b.input_gradient(0)) += g * b.parameter(0);
    const Matrix<T> by_row = g * b.input(0);
    b.parameter_gradient(0).add_column_sums(by_row);
  }

 private:
  Init init_{"ones"};
};

ROWGRAD_LAYER(Scale, "each column times a learned factor");

}  // namespace
}  // namespace rowgrad
