#include <cmath>

#include "config/catalogue.hpp"
#include "kernels/rows.hpp"
#include "optim/update_rule.hpp"

namespace rowgrad {
namespace {

// Adam (Kingma & Ba 2015, algorithm 1, in the order of its section 2's last paragraph).
class Adam : public UpdateRule {
 public:
  Adam() { options.lr = 0.001; }
  void declare(Keys& keys) override {
    UpdateRule::declare(keys);
    keys.add("beta1", beta1_, "decay of the first moment").range(0, 0.999999);
    keys.add("beta2", beta2_, "decay of the second moment").range(0, 0.99999999);
    keys.add("epsilon", epsilon_, "added to the root of the second moment").above(0);
    keys.add("bias_correction", options.bias_correction,
             "global: by the step, as SparseAdam does; per_row: by how often the row was updated (lazy rows only)")
        .one_of({"global", "per_row"});
  }
  void check(const Where& optimizer) const override {
    UpdateRule::check(optimizer);
    if (options.rows == "exact" && beta1_ >= std::sqrt(beta2_)) {
      throw(optimizer / "beta1")
          .error(fmt::format("\"rows\": \"exact\" needs beta1 below √beta2 = {}, found {}: the steps of a row "
                             "without a gradient would never become negligible",
                             std::sqrt(beta2_), beta1_),
                 "lower beta1, raise beta2, or use \"rows\": \"dense\"");
    }
    if (options.bias_correction == "per_row" && options.rows != "lazy") {
      throw(optimizer / "bias_correction")
          .error("\"per_row\" needs rows that are updated at their own times, found \"rows\": \"" + options.rows + "\"",
                 "set \"rows\" to \"lazy\", or \"bias_correction\" to \"global\"");
    }
  }
  std::size_t slots() const override { return 2; }
  ZeroGradient zero_gradient() const override { return ZeroGradient::adam; }
  UpdateStep<double> scalars(const StepInfo& step) const override {
    UpdateStep<double> s = plain_scalars(step);
    const auto t = static_cast<double>(step.t);
    const double root2 = std::sqrt(1.0 - std::pow(beta2_, t));
    s.step_size = step.lr * root2 / (1.0 - std::pow(beta1_, t));
    s.epsilon = epsilon_ * root2;
    s.beta1 = beta1_;
    s.rest1 = 1.0 - beta1_;
    s.beta2 = beta2_;
    s.rest2 = 1.0 - beta2_;
    return s;
  }
  void update(const UpdateStep<float>& step, const Block<float>& b) const override { apply(step, b); }
  void update(const UpdateStep<double>& step, const Block<double>& b) const override { apply(step, b); }

 private:
  template <class T>
  static void apply(const UpdateStep<T>& step, const Block<T>& b) {
    row_kernels<T>().adam(step, b.weights, b.gradient, b.state[0], b.state[1], b.n);
  }

  double beta1_ = 0.9, beta2_ = 0.999, epsilon_ = 1e-8;
};

// Adam with decoupled weight decay (Loshchilov & Hutter 2019, algorithm 2). Lazy rows decay only when touched.
class AdamW : public Adam {
 public:
  AdamW() { options.weight_decay = 0.01; }
};

const bool registered = register_as<UpdateRule, Adam>("Adam", "steps by the ratio of the gradient's two moments") &&
                        register_as<UpdateRule, AdamW>("AdamW", "Adam with decoupled weight decay, 0.01 by default");

}  // namespace
}  // namespace rowgrad
