#include "optim/groups.hpp"

#include "optim/optimizer.hpp"
#include "tests/catch.hpp"
#include "tests/optim/trial.hpp"

namespace rowgrad {
namespace {

TEST_CASE("a frozen group stays, another learns at its own rate and decay") {
  const auto rule = make_rule(R"({"type": "SGD", "lr": 0.1, "weight_decay": 0.5, "groups": [
      {"parameters": "embed.*", "frozen": true}, {"parameters": "*.bias", "lr": 0.01, "weight_decay": 0}]})");
  std::vector<ParameterSpec> specs;
  for (const char* name : {"embed.weight", "out.weight", "out.bias"}) specs.emplace_back(Param{0, name}, 1, 1, Init{});
  auto state = initial_optimizer_state<double>(*rule, specs);
  CHECK(state.slots[0].empty());
  Optimizer<double> optimizer(*rule, specs, state);
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
  const std::vector<ParameterSpec> specs{{Param{0, "embed.weight"}, 1, 1, {}}};
  const auto rule = make_rule(R"({"type": "SGD", "groups": [{"parameters": "embd.*", "lr": 1}]})");
  CHECK_THROWS_WITH(initial_optimizer_state<double>(*rule, specs),
                    Catch::Contains("embd.*") && Catch::Contains("embed.weight"));
  CHECK_THROWS_WITH(make_rule(R"({"type": "SGD", "groups": [{"parameters": "*", "rate": 1}]})"),
                    Catch::Contains("unknown key \"rate\""));
}

}  // namespace
}  // namespace rowgrad
