#include "core/parallel.hpp"
#include "graph/layer.hpp"

namespace rowgrad {
namespace {

// In training, each element is zeroed with probability `rate` and the rest divided by 1 − rate, so that the expectation
// stays (Srivastava et al. 2014, inverted); otherwise the identity. The mask is a function of the step's random stream,
// so backward draws it again instead of saving it.
class Dropout : public Layer {
 public:
  static constexpr Input x{0, "rows"};

  void declare(Keys& keys) override {
    keys.add("rate", rate_, "probability that an element is zeroed in training").range(0, 0.999);
  }

  ValueType output(const LayerInputs& in) const override {
    in.expect(x);
    return in.real(x);
  }

  std::vector<std::string> examples() const override {
    return {R"({"input": "x", "rate": 0.5})", R"({"input": "h", "rate": 0})"};
  }

  template <class T>
  void forward(Forward<T>& f) const {
    const T* from = f.input(x).data();
    T* to = f.output().data();
    for_each_factor(f, f.output().size(), [&](std::size_t i, T factor) { to[i] = factor * from[i]; });
  }

  template <class T>
  void backward(Backward<T>& b) const {
    Matrix<T>* d_input = b.input_gradient(x);
    if (d_input == nullptr) return;
    const T* g = b.gradient().data();
    T* dx = d_input->data();
    for_each_factor(b, d_input->size(), [&](std::size_t i, T factor) { dx[i] += factor * g[i]; });
  }

 private:
  // work(element, what it is multiplied by): 0 or 1 / (1 − rate).
  template <class Context, class F>
  void for_each_factor(Context& c, std::size_t n, F&& work) const {
    using T = typename Context::Number;
    const bool active = c.training() && rate_ > 0.0;
    const T factor = active ? static_cast<T>(1.0 / (1.0 - rate_)) : T(1);
    const auto limit = active ? static_cast<std::uint64_t>(rate_ * 0x1p32) : 0;
    const Random random = c.random();
    parallel_for(n, block_work / 4, [&](std::size_t first, std::size_t last) {
      std::uint64_t bits = 0;
      for (std::size_t i = first; i < last; ++i) {  // two elements to a number; blocks start at even ones
        bits = i % 2 == 0 ? random.bits(i / 2) : bits >> 32;
        work(i, static_cast<std::uint32_t>(bits) < limit ? T(0) : factor);
      }
    });
  }

  double rate_ = 0.5;
};

ROWGRAD_LAYER(Dropout, "zeroes elements at random in training and scales the rest; the identity otherwise");

}  // namespace
}  // namespace rowgrad
