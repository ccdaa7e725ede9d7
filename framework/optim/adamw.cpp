#include <cmath>

#include "config/catalogue.hpp"
#include "kernels/rows.hpp"
#include "optim/rule.hpp"

namespace rowgrad {
namespace {

// Adam (Kingma & Ba 2015, algorithm 1) with decoupled weight decay (Loshchilov & Hutter 2019, algorithm 2). Lazy rows
// use the global step for bias correction, as PyTorch's SparseAdam does, and decay only when they are touched.
class AdamW : public Rule {
 public:
  void declare(Keys& keys) override {
    keys.add("lr", lr_, "learning rate").at_least(0);
    keys.add("beta1", beta1_, "decay of the first moment").range(0, 0.999999);
    keys.add("beta2", beta2_, "decay of the second moment").range(0, 0.99999999);
    keys.add("epsilon", epsilon_, "added to the root of the second moment").above(0);
    keys.add("weight_decay", weight_decay_, "decoupled decay: each update also multiplies by 1 − lr · weight_decay")
        .at_least(0);
    keys.add("rows", rows_, "dense: every row every step; lazy: touched rows only").one_of({"dense", "lazy"});
  }
  std::size_t slots() const override { return 2; }
  double lr() const override { return lr_; }
  const std::string& row_mode() const override { return rows_; }
  void prepare(StepInfo& step) const override {
    const double root2 = std::sqrt(1.0 - std::pow(beta2_, static_cast<double>(step.t)));
    const double correction1 = 1.0 - std::pow(beta1_, static_cast<double>(step.t));
    step.scalars = {step.lr * root2 / correction1, epsilon_ * root2, 1.0 - step.lr * weight_decay_};
  }
  void update(const StepInfo& step, const Block<float>& b) const override { apply(step, b); }
  void update(const StepInfo& step, const Block<double>& b) const override { apply(step, b); }

 private:
  template <class T>
  void apply(const StepInfo& step, const Block<T>& b) const {
    const AdamStep<T> s{static_cast<T>(beta1_), static_cast<T>(beta2_), static_cast<T>(step.scalars[0]),
                        static_cast<T>(step.scalars[1]), static_cast<T>(step.scalars[2])};
    row_kernels<T>().adam(s, b.weights, b.gradient, b.state[0], b.state[1], b.n);
  }

  double lr_ = 0.001, beta1_ = 0.9, beta2_ = 0.999, epsilon_ = 1e-8, weight_decay_ = 0.01;
  std::string rows_ = "lazy";
};

const bool registered = register_as<Rule, AdamW>("AdamW", "Adam with decoupled weight decay") &&
                        add_catalogue_section<Rule>("optimizer", "type", "AdamW", "optimizer");

}  // namespace
}  // namespace rowgrad
