#include "layers/elementwise.hpp"

namespace rowgrad {
namespace {

// Two or more values of one domain and width, element by element: a residual connection (He et al. 2016) is an Add.
class Add : public Layer {
 public:
  Signature output(const Wiring& in) const override { return signature_of_equals(in); }

  std::vector<std::string> examples() const override {
    return {R"({"inputs": ["x", "y"]})", R"({"inputs": ["x", "y", "x"]})"};
  }

  template <class T>
  void forward(Forward<T>& f) const {
    std::copy_n(f.input(0).data(), f.output().size(), f.output().data());
    for (std::size_t i = 1; i < f.input_count(); ++i)
      row_kernels<T>().axpy(T(1), f.input(i).data(), f.output().data(), f.output().size());
  }

  template <class T>
  void backward(Backward<T>& b) const {
    for (std::size_t i = 0; i < b.input_count(); ++i) {
      if (b.wants(i)) row_kernels<T>().axpy(T(1), b.gradient().data(), b.input_gradient(i).data(), b.gradient().size());
    }
  }
};

ROWGRAD_LAYER(Add, "the sum of two or more values, element by element");

}  // namespace
}  // namespace rowgrad
