#include "core/parallel.hpp"
#include "graph/layer.hpp"

namespace rowgrad {
namespace {

// tanh of every element; dL/dx = dL/dy (1 − y²), so that nothing but the output is kept.
class Tanh : public Layer {
 public:
  Signature output(const Wiring& in) const override {
    in.expect({"rows"});
    return in.rows(0);
  }

  std::vector<std::string> examples() const override { return {R"({"input": "x"})", R"({"input": "fixed"})"}; }

  template <class T>
  void forward(Forward<T>& f) const {
    const T* x = f.input(0).data();
    T* y = f.output().data();
    parallel_for(f.output().size(), block, [&](std::size_t first, std::size_t last) {
      row_kernels<T>().tanh(x + first, y + first, last - first);
    });
  }

  template <class T>
  void backward(Backward<T>& b) const {
    if (!b.wants(0)) return;
    const T* y = b.output().data();
    const T* g = b.gradient().data();
    T* dx = b.input_gradient(0).data();
    parallel_for(b.output().size(), block, [&](std::size_t first, std::size_t last) {
      for (std::size_t i = first; i < last; ++i) dx[i] += g[i] * (T(1) - y[i] * y[i]);
    });
  }

 private:
  static constexpr std::size_t block = std::size_t{1} << 14;
};

ROWGRAD_LAYER(Tanh, "tanh of every element");

}  // namespace
}  // namespace rowgrad
