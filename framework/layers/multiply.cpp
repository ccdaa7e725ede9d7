#include "graph/layer.hpp"

namespace rowgrad {
namespace {

// y = left ∘ right, two values of one space and width: one gates the other (Shazeer 2020, SwiGLU).
class Multiply : public Layer {
 public:
  static constexpr Input left{0, "a"}, right{1, "b"};

  ValueType output(const LayerInputs& in) const override {
    in.expect(left, right);
    return in.all_alike();
  }

  std::vector<std::string> examples() const override {
    return {R"({"inputs": ["x", "y"]})", R"({"inputs": ["x", "x"]})"};
  }

  template <class T>
  void forward(Forward<T>& f) const {
    xt::noalias(f.output()) = f.input(left) * f.input(right);
  }

  template <class T>
  void backward(Backward<T>& b) const {
    const Matrix<T>& g = b.gradient();
    if (Matrix<T>* d_left = b.input_gradient(left)) xt::noalias(*d_left) += g * b.input(right);
    if (Matrix<T>* d_right = b.input_gradient(right)) xt::noalias(*d_right) += g * b.input(left);
  }
};

ROWGRAD_LAYER(Multiply, "the product of two values, element by element");

}  // namespace
}  // namespace rowgrad
