#include <cmath>

#include "config/catalogue.hpp"
#include "optim/optimizer.hpp"
#include "optim/schedule.hpp"
#include "tests/catch.hpp"
#include "tests/optim/trial.hpp"

namespace rowgrad {
namespace {

const std::vector<std::string> stateful{
    R"({"type": "SGD", "lr": 0.1, "momentum": 0.9})", R"({"type": "SGD", "lr": 0.1, "weight_decay": 0.1})",
    R"({"type": "Adagrad", "lr": 0.1, "l2": 0.1})",   R"({"type": "RowAdagrad", "lr": 0.1, "weight_decay": 0.1})",
    R"({"type": "Adam", "lr": 0.01, "l2": 0.01})",    R"({"type": "AdamW", "lr": 0.01})"};

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
  REQUIRE(trial.optimizer.state()[0][0].size() == 3);
  CHECK(trial.optimizer.state()[0][0].data()[1] == Approx(12.5));
  CHECK(trial.weight(1, 0) == Approx(1 - 0.1 * 3 / std::sqrt(12.5)));
  CHECK(trial.weight(0, 0) == 1.0);
}

TEST_CASE("dense rows do the same whether the gradient is sparse or dense") {
  for (const std::string& config : stateful) {
    INFO(config);
    Trial sparse(with(config, "rows", "dense"), 9, 5), dense(with(config, "rows", "dense"), 9, 5);
    for (int i = 0; i < 20; ++i) {
      sparse.step_at_random(i, /*dense=*/false);
      dense.step_at_random(i, /*dense=*/true);
    }
    CHECK(sparse.same_as(dense));
  }
}

TEST_CASE("lazy and dense agree where every row is touched every step") {
  for (const std::string& config : stateful) {
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

TEST_CASE("lazy leaves untouched rows alone, dense moves them") {
  for (const std::string& config : stateful) {
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
  for (const std::string& config : stateful) {
    Trial twice(config, 3, 2), once(config, 3, 2);
    twice.step({{1, {1, 2}}, {0, {5, 5}}, {1, {0.5, -1}}});
    once.step({{1, {1.5, 1}}, {0, {5, 5}}});
    CHECK(twice.same_as(once));
  }
}

TEST_CASE("clipping takes all gradients, sparse and dense, as one vector") {
  std::vector<Gradient<double>> gradients{{1000, 2}, {1, 2}, {1, 1}};
  const std::vector<Id> ids{7, 900, 7};
  const std::vector<double> rows{1, 0, 0, 4, 2, 0};
  gradients[0].add_rows(ids, rows.data());
  auto bias = zeros<double>(1, 2);
  bias(0, 1) = 12;
  gradients[1].add(bias);
  const double frozen = 100;
  const Id first = 0;
  gradients[2].add_rows({&first, 1}, &frozen);
  CHECK(clip_by_global_norm(gradients, {true, true, false}, 6.5) == Approx(13.0));
  CHECK(gradients[0].to_dense()(7, 0) == Approx(1.5));
  CHECK(gradients[0].to_dense()(900, 1) == Approx(2.0));
  CHECK(gradients[1].to_dense()(0, 1) == Approx(6.0));
  CHECK(gradients[2].to_dense()(0, 0) == 100.0);
  CHECK(clip_by_global_norm(gradients, {true, true, false}, 7.0) == Approx(6.5));
  CHECK(gradients[1].to_dense()(0, 1) == Approx(6.0));
}

TEST_CASE("a frozen group stays, another learns at its own rate and decay") {
  const auto rule = make_rule(R"({"type": "SGD", "lr": 0.1, "weight_decay": 0.5, "groups": [
      {"parameters": "embed.*", "frozen": true}, {"parameters": "*.bias", "lr": 0.01, "weight_decay": 0}]})");
  const std::vector<ParameterSpec> specs{{"embed.weight", 1, 1}, {"out.weight", 1, 1}, {"out.bias", 1, 1}};
  Optimizer<double> optimizer(*rule, specs);
  auto parameters = initialise<double>(specs, Random(1));
  std::vector<Gradient<double>> gradients;
  for (const auto& spec : specs) gradients.emplace_back(spec.rows, spec.columns);
  auto one = zeros<double>(1, 1);
  one.fill(1.0);
  for (std::size_t p = 0; p < specs.size(); ++p) {
    parameters[p].value.fill(1.0);
    gradients[p].add(one);
  }
  optimizer.step(parameters, gradients, /*lr=*/0.05);  // the schedule stands at one half
  CHECK(parameters[0].value(0, 0) == 1.0);
  CHECK(parameters[1].value(0, 0) == Approx(1.0 - 0.05 * 0.5 - 0.05));
  CHECK(parameters[2].value(0, 0) == Approx(1.0 - 0.005));
}

TEST_CASE("a group that matches no parameter, or has an unknown key, is refused with the names there are") {
  const std::vector<ParameterSpec> specs{{"embed.weight", 1, 1}};
  const auto rule = make_rule(R"({"type": "SGD", "groups": [{"parameters": "embd.*", "lr": 1}]})");
  CHECK_THROWS_WITH(Optimizer<double>(*rule, specs), Catch::Contains("embd.*") && Catch::Contains("embed.weight"));
  CHECK_THROWS_WITH(make_rule(R"({"type": "SGD", "groups": [{"parameters": "*", "rate": 1}]})"),
                    Catch::Contains("unknown key \"rate\""));
}

TEST_CASE("schedules warm up, then fall as they say") {
  const auto factor = [](const char* config, std::size_t step, double progress) {
    const auto schedule = read_section<Schedule>("schedule", Json::parse(config), Where{"test", "/schedule"});
    return schedule->factor(step, progress);
  };
  CHECK(factor(R"({"type": "cosine"})", 0, 0.0) == 1.0);
  CHECK(factor(R"({"type": "cosine"})", 0, 0.5) == Approx(0.5));
  CHECK(factor(R"({"type": "cosine", "final": 0.1})", 0, 1.0) == Approx(0.1));
  CHECK(factor(R"({"type": "step"})", 0, 0.6) == Approx(0.1));
  CHECK(factor(R"({"type": "step", "at": [0.2, 0.4], "factor": 0.5})", 0, 0.4) == Approx(0.25));
  CHECK_THROWS(factor(R"({"type": "step", "at": [2]})", 0, 0.0));
  for (const char* type : {"constant", "linear", "cosine", "step"}) {
    const std::string config = std::string(R"({"warmup_steps": 10, "type": ")") + type + "\"}";
    CHECK(factor(config.c_str(), 0, 0.0) == Approx(0.1));
    CHECK(factor(config.c_str(), 9, 0.0) == Approx(1.0));
  }
}

}  // namespace
}  // namespace rowgrad
