// Matrices that do not fit each other are said in words, in every build type.
#include "verify/graph_runner.hpp"

#include "tests/catch.hpp"
#include "verify/gradcheck.hpp"

namespace rowgrad {
namespace {

enum class Mistake { wide_saved, wide_sum, wide_product, wide_gradient };

// y = x * factor with matrices of a wrong size, each of which is somewhere else.
template <Mistake M>
class BrokenScale : public Layer {
 public:
  static constexpr Input x{0, "rows"};
  static constexpr Param factor{0, "factor"};
  static constexpr Saved copy{0};

  ValueType output(const LayerInputs& in) const override { return in.real(x); }
  std::vector<ParameterSpec> parameters(const LayerInputs& in) const override {
    return {{factor, 1, in[x].width, {"ones"}}};
  }
  std::vector<std::string> examples() const override { return {R"({"input": "x"})"}; }

  template <class T>
  void forward(Forward<T>& f) const {
    const Matrix<T>& in = f.input(x);
    resize(f.saved(copy), rows(in), M == Mistake::wide_saved ? 3 : columns(in));
    f.saved(copy).fill(T(1));
    xt::noalias(f.output()) = in * f.parameter(factor) * f.saved(copy);
  }

  template <class T>
  void backward(Backward<T>& b) const {
    const Matrix<T>& g = b.gradient();
    if (M == Mistake::wide_sum)
      b.gradient(factor).add(g);
    else if (M == Mistake::wide_product)
      b.gradient(factor).add_product(g, b.input(x));
    else
      b.gradient(factor).add_product_sums(g, b.input(x));
    Matrix<T>* dx = b.input_gradient(x);
    if (dx == nullptr) return;
    if (M == Mistake::wide_gradient) resize(*dx, rows(g), columns(g) + 1);
    row_kernels<T>().axpy(T(1), g.data(), dx->data(), g.size());
  }
};

// What the check of such a layer says.
template <Mistake M>
std::string problem() {
  Registry<Layer> registry;
  registry.add("Broken", {"", [] { return std::make_unique<Registered<BrokenScale<M>>>(); }});
  const auto errors = check_layer("Broken", registry).at(0).errors;
  REQUIRE(errors.size() == 1);
  return errors[0].name + ": " + errors[0].problem;
}

TEST_CASE("the gradient check names the layer and both shapes where matrices do not fit, in every build type") {
  const std::string shapes = "; its output is 10 x 4, \"x\" 10 x 4, \"layer.factor\" 1 x 4, saved 0 10 x ";
  CHECK(problem<Mistake::wide_saved>() ==
        "forward: forward of Broken \"layer\": an expression joins matrices whose shapes do not fit" + shapes + "3");
  CHECK(problem<Mistake::wide_sum>() ==
        "backward: backward of Broken \"layer\": what is added to a gradient is 10 x 4, expected 1 x 4" + shapes + "4");
  CHECK(problem<Mistake::wide_product>() ==
        "backward: backward of Broken \"layer\": the product of 10 x 4 transposed and 10 x 4 is not 1 x 4" + shapes +
            "4");
  CHECK(problem<Mistake::wide_gradient>() ==
        "backward: backward of a layer that reads \"x\" makes its gradient 10 x 5, but it is 10 x 4");
}

}  // namespace
}  // namespace rowgrad
