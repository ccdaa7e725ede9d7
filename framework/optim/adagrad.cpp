#include "config/catalogue.hpp"
#include "kernels/rows.hpp"
#include "optim/update_rule.hpp"

namespace rowgrad {
namespace {

// v ← v + g², w ← w − lr·g / (√v + ε) (Duchi, Hazan & Singer 2011, section 1.1). A zero gradient changes nothing.
class Adagrad : public UpdateRule {
 public:
  Adagrad() { options.lr = 0.01; }
  void declare(Keys& keys) override {
    UpdateRule::declare(keys);
    keys.add("epsilon", epsilon_, "added to the root of the accumulated squares").above(0);
  }
  std::size_t slots() const override { return 1; }
  ZeroGradient zero_gradient() const override { return ZeroGradient::none; }
  UpdateStep<double> scalars(const StepInfo& step) const override {
    UpdateStep<double> s = plain_scalars(step);
    s.epsilon = epsilon_;
    return s;
  }
  void update(const UpdateStep<float>& step, const Block<float>& b) const override { apply(step, b); }
  void update(const UpdateStep<double>& step, const Block<double>& b) const override { apply(step, b); }

 protected:
  template <class T>
  static void apply(const UpdateStep<T>& step, const Block<T>& b) {
    row_kernels<T>().adagrad(step, b.weights, b.gradient, b.state[0], b.n);
  }

 private:
  double epsilon_ = 1e-10;
};

// One accumulator per row instead of one per element: v ← v + mean(g²), as FBGEMM's row-wise Adagrad. The state of a
// table costs a number per row.
class RowAdagrad : public Adagrad {
 public:
  bool state_per_row() const override { return true; }
  void update(const UpdateStep<float>& step, const Block<float>& b) const override { apply_row(step, b); }
  void update(const UpdateStep<double>& step, const Block<double>& b) const override { apply_row(step, b); }

 private:
  template <class T>
  static void apply_row(const UpdateStep<T>& step, const Block<T>& b) {
    row_kernels<T>().row_adagrad(step, b.weights, b.gradient, b.state[0], b.n);
  }
};

const bool registered =
    register_as<UpdateRule, Adagrad>("Adagrad", "a learning rate per element that falls with its use") &&
    register_as<UpdateRule, RowAdagrad>("RowAdagrad", "Adagrad with one accumulator per row");

}  // namespace
}  // namespace rowgrad
