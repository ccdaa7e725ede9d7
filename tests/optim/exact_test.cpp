// Exact rows: the dense trajectory, applied to a row when it is next read.
#include <cmath>
#include <numbers>

#include "optim/quadrature.hpp"
#include "tests/catch.hpp"
#include "tests/optim/trial.hpp"
#include "tests/trained.hpp"

namespace rowgrad {
namespace {

const std::vector<std::string> forms{R"({"type": "SGD", "lr": 0.1, "momentum": 0.9, "weight_decay": 0.01})",
                                     R"({"type": "SGD", "lr": 0.1, "weight_decay": 0.1})",
                                     R"({"type": "Adagrad", "lr": 0.1, "weight_decay": 0.01})",
                                     R"({"type": "RowAdagrad", "lr": 0.1, "weight_decay": 0.1})",
                                     R"({"type": "Adam", "lr": 0.01})",
                                     R"({"type": "Adam", "lr": 0.01, "beta1": 0, "weight_decay": 0.1})",
                                     R"({"type": "AdamW", "lr": 0.01, "weight_decay": 0.1})"};

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

TEST_CASE("exact rows are dense rows, to 1e-12 in double") {
  for (const std::string& config : forms) {
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
  for (const std::string& config : forms) {
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
  for (const std::string& config : forms) {
    INFO(config);
    Trial exact(with(config, "rows", "exact"), 30, width), dense(with(config, "rows", "dense"), 30, width);
    for (int i = 0; i < 100; ++i) {
      for (auto* trial : {&exact, &dense}) trial->step_at_random(i, /*dense=*/i % 10 > 7);
    }
    exact.optimizer.catch_up_all(exact.parameters);
    CHECK(largest_difference(exact, dense) < 1e-12);
  }
}

TEST_CASE("training with exact rows goes on from saved state, clocks and rates with the same bits") {
  const std::string config = R"({"type": "AdamW", "lr": 0.01, "rows": "exact"})";
  TrialOf<float> straight(config, table_rows, width), resumed(config, table_rows, width);
  for (std::size_t i = 0; i < 100; ++i) zipf_step(straight, i, 200);
  resumed.parameters[0].value = straight.parameters[0].value;
  resumed.optimizer.state()[0] = straight.optimizer.state()[0];
  *resumed.optimizer.clocks(0) = *straight.optimizer.clocks(0);
  resumed.optimizer.restore(straight.optimizer.steps(), straight.optimizer.rates());
  for (std::size_t i = 100; i < 200; ++i) {
    zipf_step(straight, i, 200);
    zipf_step(resumed, i, 200);
  }
  for (auto* trial : {&straight, &resumed}) trial->optimizer.catch_up_all(trial->parameters);
  CHECK(straight.same_as(resumed));
}

TEST_CASE("a graph with exact rows trains as with dense rows, and resumes with the same bits") {
  const std::vector<std::string> common{"optimizer.type=AdamW", "schedule.type=constant", "optimizer.weight_decay=0.1"};
  const auto run = [&](const char* rows, const char* epochs) {
    auto overrides = common;
    overrides.push_back(std::string("optimizer.rows=") + rows);
    overrides.push_back(std::string("train.epochs=") + epochs);
    return Config::load(ROWGRAD_SOURCE_DIR "/configs/sentiment.json", overrides);
  };
  const TemporaryFolder folder;
  const auto finish = [&](const Config& config, const char* name, bool resume) {
    Experiment experiment(config);
    return train(experiment, {folder / name, {}, resume, false, /*quiet=*/true});
  };
  const Json dense = finish(run("dense", "4"), "dense", false), exact = finish(run("exact", "4"), "exact", false);
  CHECK(exact["train"]["loss"].get<double>() == Approx(dense["train"]["loss"].get<double>()).epsilon(1e-3));
  finish(run("exact", "2"), "halves", false);
  finish(Config::load((folder / "halves/config.json").string(), {"train.epochs=4"}), "halves", true);
  const auto straight = open_run(folder / "exact"), halves = open_run(folder / "halves");
  for (std::size_t p = 0; p < straight.parameters.size(); ++p)
    CHECK(straight.parameters[p].value == halves.parameters[p].value);
}

TEST_CASE("a tied table that a full softmax reads as a whole trains the same with exact rows as with dense rows") {
  const auto loss = [](const char* rows) {
    const auto run = trained("bigram_tied", {std::string("optimizer.rows=") + rows, "optimizer.type=AdamW",
                                             "optimizer.weight_decay=0.1", "train.epochs=1"});
    return run.summary["train"]["loss"].get<double>();
  };
  CHECK(loss("exact") == Approx(loss("dense")).epsilon(1e-4));
}

TEST_CASE("accumulated batches make the step of one larger batch") {
  const std::vector<std::string> common{"train.epochs=1", "optimizer.type=SGD", "optimizer.lr=0.5"};
  const auto run = [&](const char* size, const char* accumulate) {
    auto overrides = common;
    overrides.push_back(std::string("train.batch_size=") + size);
    overrides.push_back(std::string("train.accumulate=") + accumulate);
    return trained("sentiment", overrides);
  };
  const auto whole = run("24", "1"), parts = run("8", "3");
  CHECK(whole.summary["steps"] == parts.summary["steps"]);
  CHECK(parts.summary["train"]["loss"].get<double>() ==
        Approx(whole.summary["train"]["loss"].get<double>()).epsilon(1e-5));
}

TEST_CASE("Gauss's rule stands for the sum within its tolerance, whatever the second moment") {
  std::vector<Term> points;
  for (int j = 1; j <= 150; ++j)
    points.push_back(
        {std::pow(0.9, j) * std::sqrt(1.0 - std::pow(0.999, 20 + j)), 1e-8 * std::sqrt(1.0 - std::pow(0.999, 20 + j))});
  Moments moments{};
  for (const Term& p : points) {
    for (int k = 0; k < 5; ++k) moments[k] += p.weight * std::pow(p.x, k - 1);
  }
  const auto sum = [](const std::vector<Term>& terms, double s) {
    double total = 0.0;
    for (const Term& term : terms) total += term.weight / (s + term.x);
    return total;
  };
  const auto few = gauss_from_points(points, 1e-6);
  std::vector<Term> two, none;
  REQUIRE(gauss_from_moments(moments, 1e-3, two));
  CHECK(few.size() < 10);
  REQUIRE(two.size() == 2);
  for (const double s : {0.0, 1e-10, 1e-9, 1e-8, 1e-7, 1e-3, 1.0}) {
    CHECK(sum(few, s) == Approx(sum(points, s)).epsilon(1e-6));
    CHECK(sum(two, s) == Approx(sum(points, s)).epsilon(1e-3));
  }
  CHECK_FALSE(gauss_from_moments(moments, 1e-9, none));
  CHECK(none.empty());
  CHECK(gauss_from_points(points, 0.0).size() == points.size());
}

TEST_CASE("exact rows refuse what has no closed form") {
  CHECK_THROWS_WITH(make_rule(R"({"type": "Adam", "rows": "exact", "l2": 0.1})"), Catch::Contains("coupled decay"));
  CHECK_THROWS_WITH(make_rule(R"({"type": "Adam", "rows": "exact", "beta1": 0.9, "beta2": 0.8})"),
                    Catch::Contains("beta1 below"));
  CHECK_THROWS_WITH(make_rule(R"({"type": "SGD", "rows": "exact", "lr": 10, "weight_decay": 0.1})"),
                    Catch::Contains("lr · weight_decay"));
  CHECK_THROWS_WITH(make_rule(R"({"type": "Adam", "rows": "exact", "bias_correction": "per_row"})"),
                    Catch::Contains("per_row"));
  CHECK_THROWS_WITH(Experiment(Config::load(ROWGRAD_SOURCE_DIR "/configs/sentiment.json",
                                            {"optimizer.rows=exact", "train.engine=hogwild"})),
                    Catch::Contains("exact rows need steps"));
}

}  // namespace rowgrad
