#include "core/parallel.hpp"
#include "graph/layer.hpp"

namespace rowgrad {
namespace {

// max(x, 0) of every element. The derivative at 0 is taken as 0.
class ReLU : public Layer {
 public:
  Signature output(const Wiring& in) const override {
    in.expect({"rows"});
    return in.rows(0);
  }

  std::vector<std::string> examples() const override { return {R"({"input": "x"})", R"({"input": "h"})"}; }

  template <class T>
  void forward(Forward<T>& f) const {
    const T* x = f.input(0).data();
    T* y = f.output().data();
    parallel_for(f.output().size(), block, [&](std::size_t first, std::size_t last) {
      // NaN stays NaN, so that a run that diverges is seen to.
      for (std::size_t i = first; i < last; ++i) y[i] = x[i] < T(0) ? T(0) : x[i];
    });
  }

  template <class T>
  void backward(Backward<T>& b) const {
    if (!b.wants(0)) return;
    const T* y = b.output().data();
    const T* g = b.gradient().data();
    T* dx = b.input_gradient(0).data();
    parallel_for(b.output().size(), block, [&](std::size_t first, std::size_t last) {
      for (std::size_t i = first; i < last; ++i) dx[i] += y[i] > T(0) ? g[i] : T(0);
    });
  }

 private:
  static constexpr std::size_t block = std::size_t{1} << 14;
};

ROWGRAD_LAYER(ReLU, "max(x, 0) of every element");

}  // namespace
}  // namespace rowgrad
