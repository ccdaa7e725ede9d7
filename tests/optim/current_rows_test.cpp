#include "optim/current_rows.hpp"

#include "tests/catch.hpp"
#include "tests/optim/rule_configs.hpp"
#include "tests/optim/trial.hpp"

namespace rowgrad {
namespace {

constexpr std::size_t table_rows = 60, width = 5;
constexpr std::size_t only_table[] = {0};

std::string exact(const std::string& config) { return with(config, "rows", "exact"); }

TEST_CASE(
    "rows that are behind are shown as catching up would make them, by every rule, and the table stays as it is") {
  std::size_t behind = 0;
  for (const std::string& config : rule_configs()) {
    if (make_rule(config)->zero_gradient() == ZeroGradient::other) continue;
    INFO(config);
    TrialOf<float> trial(exact(config), table_rows, width);
    for (int i = 0; i < 50; ++i) trial.step_at_random(i, false);
    const auto weights = trial.parameters[0].value;
    const auto slots = trial.state.slots;
    const auto clocks = trial.state.clocks[0].rows;
    const std::vector<Id> ids{59, 0, 7, 7, 30};
    const auto rows_now = current_rows(*trial.rule, trial.parameters, trial.state, only_table, ids);
    CHECK((trial.parameters[0].value == weights));
    CHECK(trial.state.slots == slots);
    CHECK((trial.state.clocks[0].rows == clocks));
    TrialOf<float> other(exact(config), trial);
    other.optimizer.catch_up_all(other.parameters);
    REQUIRE(rows_now.size() == 1);
    REQUIRE(rows(rows_now[0]) == ids.size());
    for (std::size_t i = 0; i < ids.size(); ++i) {
      for (std::size_t j = 0; j < width; ++j) {
        CHECK(rows_now[0](i, j) == other.parameters[0].value(ids[i], j));
        behind += rows_now[0](i, j) != weights(ids[i], j) ? 1 : 0;
      }
    }
  }
  CHECK(behind > 0);  // so that agreeing means something
}

TEST_CASE("a training that is looked at after each step ends with the bits of one that nobody looks at") {
  const std::string config = exact(R"({"type": "AdamW", "lr": 0.01, "weight_decay": 0.1})");
  TrialOf<float> seen(config, table_rows, width), unseen(config, table_rows, width);
  const std::vector<Id> ids{0, 1, 2, 3, 4, 5, 6, 7};
  for (int i = 0; i < 100; ++i) {
    for (auto* trial : {&seen, &unseen}) trial->step_at_random(i, false);
    current_rows(*seen.rule, seen.parameters, seen.state, only_table, ids);
  }
  for (auto* trial : {&seen, &unseen}) trial->optimizer.catch_up_all(trial->parameters);
  CHECK(seen.same_as(unseen));
}

TEST_CASE("lazy rows are shown as they stand") {
  TrialOf<float> trial(R"({"type": "Adam", "lr": 0.1})", table_rows, width);
  for (int i = 0; i < 5; ++i) trial.step_at_random(i, false);
  const std::vector<Id> ids{3, 2};
  const auto now = current_rows(*trial.rule, trial.parameters, trial.state, only_table, ids);
  for (std::size_t j = 0; j < width; ++j) {
    CHECK(now[0](0, j) == trial.parameters[0].value(3, j));
    CHECK(now[0](1, j) == trial.parameters[0].value(2, j));
  }
}

}  // namespace
}  // namespace rowgrad
