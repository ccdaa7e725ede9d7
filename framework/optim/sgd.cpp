#include "config/catalogue.hpp"
#include "kernels/rows.hpp"
#include "optim/rule.hpp"

namespace rowgrad {
namespace {

// w ← w − lr g. Rows without a gradient do not move, so dense and lazy are the same thing.
class SGD : public Rule {
 public:
  void declare(Keys& keys) override { keys.add("lr", lr_, "learning rate").at_least(0); }
  std::size_t slots() const override { return 0; }
  double lr() const override { return lr_; }
  const std::string& row_mode() const override { return lazy_; }
  void update(const StepInfo& step, const Block<float>& b) const override { apply(step, b); }
  void update(const StepInfo& step, const Block<double>& b) const override { apply(step, b); }

 private:
  template <class T>
  static void apply(const StepInfo& step, const Block<T>& b) {
    row_kernels<T>().axpy(static_cast<T>(-step.lr), b.gradient, b.weights, b.n);
  }

  double lr_ = 0.1;
  const std::string lazy_ = "lazy";
};

const bool registered = register_as<Rule, SGD>("SGD", "stochastic gradient descent");

}  // namespace
}  // namespace rowgrad
