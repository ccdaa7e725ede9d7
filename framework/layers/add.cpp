#include "graph/layer.hpp"
#include "kernels/whole.hpp"

namespace rowgrad {
namespace {

// y = x₀ + x₁ + …, two or more values of one space and width. A residual connection (He et al. 2016) is an Add.
class Add : public Layer {
 public:
  ValueType output(const LayerInputs& in) const override { return in.all_alike(); }

  std::vector<std::string> examples() const override {
    return {R"({"inputs": ["x", "y"]})", R"({"inputs": ["x", "y", "x"]})"};
  }

  template <class T>
  void forward(Forward<T>& f) const {
    T* y = f.output().data();
    const T *x0 = f.input(term(0)).data(), *x1 = f.input(term(1)).data();
    parallel_for(f.output().size(), block_work, [&](std::size_t first, std::size_t last) {
      for (std::size_t j = first; j < last; ++j) y[j] = x0[j] + x1[j];
      for (std::size_t i = 2; i < f.input_count(); ++i) {
        const T* x = f.input(term(i)).data();
        for (std::size_t j = first; j < last; ++j) y[j] += x[j];
      }
    });
  }

  template <class T>
  void backward(Backward<T>& b) const {
    for (std::size_t i = 0; i < b.input_count(); ++i) {
      if (Matrix<T>* dx = b.input_gradient(term(i))) add_elements(b.gradient().data(), dx->data(), dx->size());
    }
  }

 private:
  static constexpr Input term(std::size_t i) { return {i, "term"}; }
};

ROWGRAD_LAYER(Add, "the sum of two or more values, element by element");

}  // namespace
}  // namespace rowgrad
