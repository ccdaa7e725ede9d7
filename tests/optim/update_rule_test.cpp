#include "optim/update_rule.hpp"

#include <cmath>

#include "tests/catch.hpp"
#include "tests/optim/rule_configs.hpp"
#include "tests/optim/trial.hpp"

namespace rowgrad {
namespace {

TEST_CASE("momentum, Adagrad and Adam take the steps of their papers") {
  const double g1 = 0.5, g2 = -0.25;
  Trial sgd(R"({"type": "SGD", "lr": 0.1, "momentum": 0.9})", 1, 1);
  sgd.step({{0, {g1}}}).step({{0, {g2}}});
  CHECK(sgd.weight(0, 0) == Approx(1 - 0.1 * g1 - 0.1 * (0.9 * g1 + g2)).epsilon(1e-14));
  Trial adagrad(R"({"type": "Adagrad", "lr": 0.1})", 1, 1);
  adagrad.step({{0, {g1}}}).step({{0, {g2}}});
  CHECK(adagrad.weight(0, 0) == Approx(1 - 0.1 - 0.1 * g2 / std::sqrt(g1 * g1 + g2 * g2)).epsilon(1e-9));
  Trial adam(R"({"type": "AdamW", "lr": 0.1, "weight_decay": 0.5})", 1, 1);
  adam.step({{0, {g1}}});
  CHECK(adam.weight(0, 0) == Approx(0.95 - 0.1).epsilon(1e-6));
}

TEST_CASE("RowAdagrad keeps one accumulator per row, the mean of the row's squares") {
  Trial trial(R"({"type": "RowAdagrad", "lr": 0.1})", 3, 2);
  trial.step({{1, {3, 4}}});
  REQUIRE(trial.state.slots[0][0].size() == 3);
  CHECK(trial.state.slots[0][0].data()[1] == Approx(12.5));
  CHECK(trial.weight(1, 0) == Approx(1 - 0.1 * 3 / std::sqrt(12.5)));
  CHECK(trial.weight(0, 0) == 1.0);
}

// A row of seven weights with state, before and after an update with a zero gradient.
struct ZeroStep {
  static constexpr std::size_t n = 7;
  using Row = std::array<double, n>;

  explicit ZeroStep(const UpdateRule& rule) : step(rule.scalars({rule.lr(), /*weight_decay=*/0.0, /*t=*/10})) {
    for (std::size_t i = 0; i < n; ++i) {
      before[0][i] = Random(1).normal(i);
      before[1][i] = std::abs(Random(2).normal(i));
      before[2][i] = std::abs(Random(3).normal(i));
    }
    after = before;
    const Row zero{};
    const std::size_t slots = rule.slots();
    rule.update(step, Block<double>{after[0].data(),
                                    zero.data(),
                                    {slots > 0 ? after[1].data() : nullptr, slots > 1 ? after[2].data() : nullptr},
                                    n});
  }

  UpdateStep<double> step;
  std::array<Row, 3> before, after;  // the weights and two slots of state
};

TEST_CASE("every registered rule does to a zero gradient what its zero_gradient() says") {
  for (const std::string& config : rule_configs()) {
    INFO(config);
    const auto rule = make_rule(config);
    const ZeroStep s(*rule);
    const ZeroGradient kind = rule->zero_gradient();
    if (kind == ZeroGradient::none) CHECK(s.after == s.before);
    if (kind == ZeroGradient::other) CHECK(s.after != s.before);
    if (kind != ZeroGradient::momentum && kind != ZeroGradient::adam) continue;
    const bool adam = kind == ZeroGradient::adam;
    REQUIRE(rule->slots() == (adam ? 2 : 1));
    for (std::size_t i = 0; i < ZeroStep::n; ++i) {
      const double m = s.step.beta1 * s.before[1][i], v = s.step.beta2 * s.before[2][i];
      const double move = adam ? m / (std::sqrt(v) + s.step.epsilon) : m;
      CHECK(s.after[1][i] == Approx(m).epsilon(1e-12));
      if (adam) CHECK(s.after[2][i] == Approx(v).epsilon(1e-12));
      CHECK(s.after[0][i] == Approx(s.before[0][i] - s.step.step_size * move).epsilon(1e-12));
    }
  }
}

// Lion (Chen et al. 2023, algorithm 2): a rule with state that no closed form is known for.
class Lion : public UpdateRule {
 public:
  Lion() { options.lr = 0.01; }
  std::size_t slots() const override { return 1; }
  ZeroGradient zero_gradient() const override { return ZeroGradient::other; }
  UpdateStep<double> scalars(const StepInfo& step) const override { return plain_scalars(step); }
  void update(const UpdateStep<float>& step, const Block<float>& b) const override { apply(step, b); }
  void update(const UpdateStep<double>& step, const Block<double>& b) const override { apply(step, b); }

 private:
  template <class T>
  static void apply(const UpdateStep<T>& step, const Block<T>& b) {
    for (std::size_t i = 0; i < b.n; ++i) {
      T& m = b.state[0][i];
      const T direction = T(0.9) * m + T(0.1) * b.gradient[i];
      b.weights[i] = step.decay * b.weights[i] - step.step_size * T((direction > T(0)) - (direction < T(0)));
      m = T(0.99) * m + T(0.01) * b.gradient[i];
    }
  }
};

TEST_CASE("a rule whose zero gradient does something else moves every row if rows are dense, and has no exact rows") {
  const auto lion = [](const char* rows) {
    auto rule = std::make_unique<Lion>();
    rule->options.rows = rows;
    return rule;
  };
  Trial sparse(lion("dense"), 9, 5), dense(lion("dense"), 9, 5);
  for (int i = 0; i < 20; ++i) {
    sparse.step_at_random(i, /*dense=*/false);
    dense.step_at_random(i, /*dense=*/true);
  }
  CHECK(sparse.same_as(dense));
  CHECK_THROWS_WITH(lion("exact")->check({"test", "/optimizer"}), Catch::Contains("/optimizer/rows"));
}

}  // namespace
}  // namespace rowgrad
