#include <set>

#include "tests/catch.hpp"
#include "tests/oracle/golden.hpp"
#include "verify/graph_runner.hpp"

namespace rowgrad {
namespace {

template <class T>
void check_case(const Inputs& inputs, const Batch& batch, const Json& golden) {
  const Graph graph = golden_graph(golden["model"], inputs);
  GraphRunner<T> runner(graph, batch, golden_parameters<T>(graph, golden["parameters"]),
                        {golden["training"].get<bool>(), Random(1)});
  runner.forward();
  CHECK(worst_difference(runner.value("layer"), golden["output"]) <= golden_tolerance<T>);
  runner.clear();
  runner.gradient("layer") = golden_matrix<T>(golden["cotangent"]);
  runner.backward();
  for (const auto& [name, gradient] : golden["gradients"].items()) {
    INFO(name);
    const bool is_parameter = name.find('.') != std::string::npos;
    const Matrix<T> found = is_parameter ? runner.parameter_gradient(name).to_dense() : runner.gradient(name);
    CHECK(worst_difference(found, gradient) <= golden_tolerance<T>);
  }
}

TEST_CASE("every layer's forward and backward agree with PyTorch") {
  const Json golden = load_golden("layers.json");
  const Inputs inputs = golden_inputs(golden["world"]);
  const Batch batch = golden_batch(inputs, golden["world"]["batch"]);
  std::set<std::string> without_case;
  for (const std::string& name : Registry<Layer>::instance().names()) without_case.insert(name);
  for (const Json& one : golden["cases"]) {
    INFO(one["name"].get<std::string>());
    check_case<double>(inputs, batch, one);
    check_case<float>(inputs, batch, one);
    without_case.erase(one["model"][0]["layer"].get<std::string>());
  }
  for (const std::string& name : without_case) FAIL_CHECK(name << " has no case in tests/oracle/layers.py");
}

}  // namespace
}  // namespace rowgrad
