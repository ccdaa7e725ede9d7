#include "layers/elementwise.hpp"

namespace rowgrad {
namespace {

// Two values of one domain and width, element by element: one gates the other (Shazeer 2020, SwiGLU).
class Multiply : public Layer {
 public:
  Signature output(const Wiring& in) const override {
    if (in.count() != 2) in.expect({"a", "b"});
    return signature_of_equals(in);
  }

  std::vector<std::string> examples() const override {
    return {R"({"inputs": ["x", "y"]})", R"({"inputs": ["x", "x"]})"};
  }

  template <class T>
  void forward(Forward<T>& f) const {
    const T* a = f.input(0).data();
    const T* b = f.input(1).data();
    for (std::size_t i = 0; i < f.output().size(); ++i) f.output().data()[i] = a[i] * b[i];
  }

  template <class T>
  void backward(Backward<T>& b) const {
    for (std::size_t side = 0; side < 2; ++side) {
      if (!b.wants(side)) continue;
      const T* other = b.input(1 - side).data();
      for (std::size_t i = 0; i < b.gradient().size(); ++i)
        b.input_gradient(side).data()[i] += b.gradient().data()[i] * other[i];
    }
  }
};

ROWGRAD_LAYER(Multiply, "the product of two values, element by element");

}  // namespace
}  // namespace rowgrad
