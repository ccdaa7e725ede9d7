#include "config/catalogue.hpp"
#include "optim/optimizer.hpp"
#include "tests/catch.hpp"
#include "tests/oracle/golden.hpp"

namespace rowgrad {
namespace {

// The weights after all steps of the golden file.
template <class T>
Matrix<T> run(const Json& golden, const Json& config) {
  const auto rule = read_section<UpdateRule>("optimizer", config, {"golden", "/optimizer"});
  const auto start = golden_matrix<T>(golden["start"]);
  const std::vector<ParameterSpec> specs{{Param{0, "table"}, rows(start), columns(start), {}}};
  Parameters<T> parameters{{specs[0], start}};
  auto state = initial_optimizer_state<T>(*rule, specs);
  Optimizer<T> optimizer(*rule, specs, state);
  std::vector<Gradient<T>> gradients{{rows(start), columns(start)}};
  for (const Json& step : golden["steps"]) {
    gradients[0].clear();
    gradients[0].add_rows(step["ids"].get<std::vector<Id>>(), golden_matrix<T>(step["gradient"]).data());
    optimizer.step(parameters, gradients, rule->lr());
  }
  return parameters[0].value;
}

TEST_CASE("50 steps of every optimizer agree with PyTorch's") {
  const Json golden = load_golden("optimizers.json");
  REQUIRE(golden["steps"].size() == 50);
  for (const Json& one : golden["cases"]) {
    INFO(one["optimizer"].dump());
    CHECK(worst_difference(run<double>(golden, one["optimizer"]), one["end"]) <= golden_tolerance<double>);
    CHECK(worst_difference(run<float>(golden, one["optimizer"]), one["end"]) <= golden_tolerance<float>);
  }
}

}  // namespace
}  // namespace rowgrad
