#include "config/catalogue.hpp"
#include "kernels/rows.hpp"
#include "optim/update_rule.hpp"

namespace rowgrad {
namespace {

// m ← momentum·m + g, w ← w − lr·m (Polyak's heavy ball as in Sutskever et al. 2013, written as PyTorch does: lr scales
// the step, not the accumulated gradient). Without momentum there is no state and w ← w − lr·g.
class SGD : public UpdateRule {
 public:
  SGD() { options.lr = 0.1; }
  void declare(Keys& keys) override {
    UpdateRule::declare(keys);
    keys.add("momentum", momentum_, "how much of the last step is kept").range(0, 0.999999);
  }
  std::size_t slots() const override { return momentum_ > 0.0 ? 1 : 0; }
  ZeroGradient zero_gradient() const override { return momentum_ > 0.0 ? ZeroGradient::momentum : ZeroGradient::none; }
  UpdateStep<double> scalars(const StepInfo& step) const override {
    UpdateStep<double> s = plain_scalars(step);
    s.beta1 = momentum_;
    return s;
  }
  void update(const UpdateStep<float>& step, const Block<float>& b) const override { apply(step, b); }
  void update(const UpdateStep<double>& step, const Block<double>& b) const override { apply(step, b); }

 private:
  template <class T>
  static void apply(const UpdateStep<T>& step, const Block<T>& b) {
    if (b.state[0] == nullptr)
      row_kernels<T>().sgd(step, b.weights, b.gradient, b.n);
    else
      row_kernels<T>().momentum(step, b.weights, b.gradient, b.state[0], b.n);
  }

  double momentum_ = 0.0;
};

const bool registered = register_as<UpdateRule, SGD>("SGD", "stochastic gradient descent, with or without momentum");

}  // namespace
}  // namespace rowgrad
