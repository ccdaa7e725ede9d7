// Exact rows: the dense trajectory, applied to a row when it is next read.
#include "optim/exact_rows.hpp"

#include <cmath>
#include <numbers>

#include "tests/catch.hpp"
#include "tests/optim/rule_configs.hpp"
#include "tests/optim/trial.hpp"

namespace rowgrad {
namespace {

// Those whose steps can be skipped.
std::vector<std::string> skippable() {
  std::vector<std::string> configs = rule_configs();
  std::erase_if(configs, [](const auto& config) { return make_rule(config)->zero_gradient() == ZeroGradient::other; });
  return configs;
}

constexpr std::size_t table_rows = 300, width = 5;

// Zipf-distributed ids, gradients of magnitudes 1e-6 to 1, half a cosine of learning rates: what step `index` brings.
template <class T>
void zipf_step(TrialOf<T>& trial, std::size_t index, std::size_t steps) {
  const Random random = Random(5).stream(index);
  std::vector<Touch> touches;
  for (std::uint64_t k = 0; k < 8; ++k) {
    const double u = random.uniform(k);
    const auto id = static_cast<Id>(std::exp(u * std::log(double(table_rows))) - 1.0);
    Touch touch{id, {}};
    const double magnitude = std::pow(10.0, -6.0 * random.uniform(100 + k));
    for (std::uint64_t j = 0; j < width; ++j) touch.gradient.push_back(magnitude * random.normal(1000 + k * width + j));
    touches.push_back(touch);
  }
  trial.lr_factor = 0.5 * (1.0 + std::cos(std::numbers::pi * double(index) / double(steps)));
  trial.step(touches);
}

template <class A, class B>
double largest_difference(const TrialOf<A>& a, const TrialOf<B>& b) {
  double worst = 0.0;
  for (std::size_t i = 0; i < a.specs[0].rows; ++i) {
    for (std::size_t j = 0; j < a.specs[0].columns; ++j)
      worst = std::max(worst, std::abs(a.weight(i, j) - b.weight(i, j)));
  }
  return worst;
}

}  // namespace

TEST_CASE("exact rows of every registered rule are dense rows, to 1e-12 in double") {
  for (const std::string& config : skippable()) {
    INFO(config);
    Trial dense(with(config, "rows", "dense"), table_rows, width),
        exact(with(config, "rows", "exact"), table_rows, width);
    Trial lazy(config, table_rows, width);
    for (std::size_t i = 0; i < 700; ++i) {
      for (auto* trial : {&dense, &exact, &lazy}) zipf_step(*trial, i, 700);
    }
    exact.optimizer.catch_up_all(exact.parameters);
    CHECK(largest_difference(exact, dense) < 1e-12);
    CHECK(largest_difference(lazy, dense) > 1e-6);  // so that agreeing means something
  }
}

TEST_CASE("in float, exact rows are no further from the truth than dense rows in float") {
  const std::string config = R"({"type": "AdamW", "lr": 0.01, "weight_decay": 0.1})";
  Trial truth(with(config, "rows", "dense"), table_rows, width);
  TrialOf<float> dense(with(config, "rows", "dense"), table_rows, width),
      exact(with(config, "rows", "exact"), table_rows, width);
  for (std::size_t i = 0; i < 1500; ++i) {
    zipf_step(truth, i, 1500);
    zipf_step(dense, i, 1500);
    zipf_step(exact, i, 1500);
  }
  exact.optimizer.catch_up_all(exact.parameters);
  CHECK(largest_difference(exact, truth) <= largest_difference(dense, truth));
}

TEST_CASE("looking at exact rows on the way does not change where they go") {
  for (const std::string& config : skippable()) {
    INFO(config);
    Trial looked_at(with(config, "rows", "exact"), table_rows, width),
        dense(with(config, "rows", "dense"), table_rows, width);
    for (std::size_t i = 0; i < 200; ++i) {
      for (auto* trial : {&looked_at, &dense}) zipf_step(*trial, i, 200);
      if (i % 7 == 0) looked_at.optimizer.catch_up_all(looked_at.parameters);
    }
    looked_at.optimizer.catch_up_all(looked_at.parameters);
    CHECK(largest_difference(looked_at, dense) < 1e-12);
  }
}

TEST_CASE("exact rows take dense gradients among the sparse ones") {
  for (const std::string& config : skippable()) {
    INFO(config);
    Trial exact(with(config, "rows", "exact"), 30, width), dense(with(config, "rows", "dense"), 30, width);
    for (int i = 0; i < 100; ++i) {
      for (auto* trial : {&exact, &dense}) trial->step_at_random(i, /*dense=*/i % 10 > 7);
    }
    exact.optimizer.catch_up_all(exact.parameters);
    CHECK(largest_difference(exact, dense) < 1e-12);
  }
}

TEST_CASE("exact rows refuse what has no closed form") {
  CHECK_THROWS_WITH(make_rule(R"({"type": "Adam", "rows": "exact", "l2": 0.1})"), Catch::Contains("coupled decay"));
  CHECK_THROWS_WITH(make_rule(R"({"type": "Adam", "rows": "exact", "beta1": 0.9, "beta2": 0.8})"),
                    Catch::Contains("beta1 below"));
  CHECK_THROWS_WITH(make_rule(R"({"type": "SGD", "rows": "exact", "lr": 10, "weight_decay": 0.1})"),
                    Catch::Contains("lr · weight_decay"));
  CHECK_THROWS_WITH(make_rule(R"({"type": "Adam", "rows": "exact", "bias_correction": "per_row"})"),
                    Catch::Contains("per_row"));
}

}  // namespace rowgrad
