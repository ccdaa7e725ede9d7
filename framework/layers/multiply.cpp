#include "core/parallel.hpp"
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
    const T *a = f.input(left).data(), *b = f.input(right).data();
    T* y = f.output().data();
    parallel_for(f.output().size(), block_work, [&](std::size_t first, std::size_t last) {
      for (std::size_t j = first; j < last; ++j) y[j] = a[j] * b[j];
    });
  }

  template <class T>
  void backward(Backward<T>& b) const {
    if (Matrix<T>* d_left = b.input_gradient(left)) add_product(b.gradient(), b.input(right), *d_left);
    if (Matrix<T>* d_right = b.input_gradient(right)) add_product(b.gradient(), b.input(left), *d_right);
  }

 private:
  // dx += g ∘ other.
  template <class T>
  static void add_product(const Matrix<T>& g, const Matrix<T>& other, Matrix<T>& dx) {
    const T *from = g.data(), *by = other.data();
    T* to = dx.data();
    parallel_for(dx.size(), block_work, [&](std::size_t first, std::size_t last) {
      for (std::size_t j = first; j < last; ++j) to[j] += from[j] * by[j];
    });
  }
};

ROWGRAD_LAYER(Multiply, "the product of two values, element by element");

}  // namespace
}  // namespace rowgrad
