#include "optim/optimizer.hpp"

#include <cmath>

#include "tests/catch.hpp"
#include "tests/optim/rule_configs.hpp"
#include "tests/optim/trial.hpp"

namespace rowgrad {
namespace {

TEST_CASE("dense rows of every rule do the same whether the gradient is sparse or dense") {
  for (const std::string& config : rule_configs()) {
    INFO(config);
    Trial sparse(with(config, "rows", "dense"), 9, 5), dense(with(config, "rows", "dense"), 9, 5);
    for (int i = 0; i < 20; ++i) {
      sparse.step_at_random(i, /*dense=*/false);
      dense.step_at_random(i, /*dense=*/true);
    }
    CHECK(sparse.same_as(dense));
  }
}

TEST_CASE("lazy and dense rows of every rule agree where every row is touched every step") {
  for (const std::string& config : rule_configs()) {
    INFO(config);
    Trial lazy(config, 4, 3), dense(with(config, "rows", "dense"), 4, 3);
    for (int i = 0; i < 20; ++i) {
      std::vector<Touch> all;
      for (Id id = 0; id < 4; ++id) all.push_back({id, {std::sin(i + id), 0.5, std::cos(i * id)}});
      lazy.step(all);
      dense.step(all);
    }
    CHECK(lazy.same_as(dense));
  }
}

TEST_CASE("lazy rows that are not touched stay, dense ones move, by every rule") {
  for (const std::string& config : rule_configs()) {
    INFO(config);
    Trial lazy(config, 4, 3), dense(with(config, "rows", "dense"), 4, 3);
    for (auto* trial : {&lazy, &dense}) trial->step({{2, {1, 1, 1}}, {3, {1, 1, 1}}});
    const double before = lazy.weight(2, 0);
    for (auto* trial : {&lazy, &dense}) trial->step({{3, {1, 1, 1}}});
    CHECK(lazy.weight(2, 0) == before);
    CHECK(dense.weight(2, 0) != before);
    CHECK(lazy.weight(0, 0) == 1.0);
  }
}

TEST_CASE("per-row bias correction counts a row's own updates") {
  Trial global(R"({"type": "Adam", "lr": 0.1})", 2, 1);
  Trial own(R"({"type": "Adam", "lr": 0.1, "bias_correction": "per_row"})", 2, 1);
  for (auto* trial : {&global, &own}) {
    for (int i = 0; i < 3; ++i) trial->step({{0, {1}}});
    trial->step({{1, {1}}});
  }
  CHECK(own.weight(0, 0) == global.weight(0, 0));
  CHECK(own.weight(1, 0) == Approx(0.9).epsilon(1e-6));  // its first step is a full one
  CHECK(global.weight(1, 0) != Approx(0.9).epsilon(1e-2));
}

TEST_CASE("a repeated id is one update with the summed gradient") {
  for (const std::string& config : rule_configs()) {
    Trial twice(config, 3, 2), once(config, 3, 2);
    twice.step({{1, {1, 2}}, {0, {5, 5}}, {1, {0.5, -1}}});
    once.step({{1, {1.5, 1}}, {0, {5, 5}}});
    CHECK(twice.same_as(once));
  }
}

TEST_CASE("an optimizer goes on from a state that was read back, with the same bits") {
  std::vector<std::string> configs{R"({"type": "AdamW", "lr": 0.01, "bias_correction": "per_row"})"};
  for (const std::string& config : rule_configs()) {
    configs.push_back(config);
    configs.push_back(with(config, "rows", "dense"));
    if (make_rule(config)->zero_gradient() != ZeroGradient::other) configs.push_back(with(config, "rows", "exact"));
  }
  for (const std::string& config : configs) {
    INFO(config);
    TrialOf<float> straight(config, 30, 5);
    const auto dense = [](int i) { return i % 10 > 7; };
    for (int i = 0; i < 45; ++i) straight.step_at_random(i, dense(i));
    TrialOf<float> resumed(config, straight);
    for (int i = 45; i < 90; ++i) {
      straight.step_at_random(i, dense(i));
      resumed.step_at_random(i, dense(i));
    }
    for (auto* trial : {&straight, &resumed}) trial->optimizer.catch_up_all(trial->parameters);
    CHECK(straight.same_as(resumed));
    CHECK(straight.state.steps == 90);
  }
}

}  // namespace
}  // namespace rowgrad
