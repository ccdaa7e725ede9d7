#include "optim/update_rule.hpp"

#include <cmath>

#include "core/text_file.hpp"
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

TEST_CASE("every rule does to a zero gradient what its zero_gradient() says") {
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

TEST_CASE("a rule whose zero gradient does something else has no exact rows") {
  std::size_t refused = 0;
  for (const std::string& config : rule_configs()) {
    if (make_rule(config)->zero_gradient() != ZeroGradient::other) continue;
    CHECK_THROWS_WITH(make_rule(with(config, "rows", "exact")), Catch::Contains("/optimizer/rows"));
    ++refused;
  }
  CHECK(refused == 1);  // Lion
}

// The weights of a row after one update, with and without the two kinds of decay.
ZeroStep::Row updated(const UpdateRule& rule, UpdateStep<double> step, const ZeroStep::Row& weights,
                      const ZeroStep::Row& gradient) {
  ZeroStep::Row w = weights, m{}, v{};
  for (std::size_t i = 0; i < ZeroStep::n; ++i) m[i] = v[i] = 0.5;
  const std::size_t slots = rule.slots();
  rule.update(
      step,
      Block<double>{
          w.data(), gradient.data(), {slots > 0 ? m.data() : nullptr, slots > 1 ? v.data() : nullptr}, ZeroStep::n});
  return w;
}

TEST_CASE("every rule takes both kinds of weight decay: one multiplies the weights, one joins the gradient") {
  for (const std::string& config : rule_configs()) {
    INFO(config);
    const auto rule = make_rule(config);
    UpdateStep<double> plain = rule->scalars({rule->lr(), /*weight_decay=*/0.0, /*t=*/10});
    UpdateStep<double> decoupled = plain, coupled = plain;
    decoupled.decay = 0.75;
    coupled.l2 = 0.5;
    ZeroStep::Row w, g, joined;
    for (std::size_t i = 0; i < ZeroStep::n; ++i) {
      w[i] = Random(1).normal(i);
      g[i] = Random(2).normal(i);
      joined[i] = g[i] + 0.5 * w[i];
    }
    const auto without = updated(*rule, plain, w, g), with_decoupled = updated(*rule, decoupled, w, g);
    const auto with_coupled = updated(*rule, coupled, w, g), with_joined = updated(*rule, plain, w, joined);
    for (std::size_t i = 0; i < ZeroStep::n; ++i) {
      CHECK(with_decoupled[i] == Approx(without[i] - 0.25 * w[i]).epsilon(1e-12));
      CHECK(with_coupled[i] == Approx(with_joined[i]).epsilon(1e-12));
    }
  }
}

TEST_CASE("every rule uses each matrix of state that it asks for") {
  for (const std::string& config : rule_configs()) {
    INFO(config);
    Trial trial(config, 3, 2);
    trial.step({{1, {0.5, -1}}});
    REQUIRE(trial.state.slots[0].size() == trial.rule->slots());
    for (const Matrix<double>& slot : trial.state.slots[0]) {
      CHECK(columns(slot) == (trial.rule->state_per_row() ? 1 : 2));
      CHECK(slot(1, 0) != 0.0);
    }
  }
}

TEST_CASE("the rule printed in docs/optimizers.md is the one the tests compile") {
  const TextFile page(ROWGRAD_SOURCE_DIR "/docs/optimizers.md"), source(ROWGRAD_SOURCE_DIR "/tests/docs/lion.inc");
  CHECK(page.text().find("```cpp\n" + std::string(source.text()) + "```\n") != std::string_view::npos);
}

}  // namespace
}  // namespace rowgrad
