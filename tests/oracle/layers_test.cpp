#include "graph/probe.hpp"
#include "tests/catch.hpp"
#include "tests/oracle/golden.hpp"

namespace rowgrad {
namespace {

template <class T>
void check_case(const GoldenWorld& world, const Batch& batch, const Json& golden) {
  const Graph graph(ModelSpec(golden["model"], {}), {}, world.inputs(), Leaves::any);
  Probe<T> probe(graph, batch, golden_parameters<T>(graph, golden["parameters"]),
                 {golden["training"].get<bool>(), Random(1)});
  probe.forward();
  CHECK(worst_difference(probe.value("layer"), golden["output"]) <= golden_tolerance<T>);
  probe.clear();
  probe.gradient("layer") = golden_matrix<T>(golden["cotangent"]);
  probe.backward();
  for (const auto& [name, gradient] : golden["gradients"].items()) {
    INFO(name);
    const bool is_parameter = name.find('.') != std::string::npos;
    const Matrix<T> found = is_parameter ? probe.parameter_gradient(name).to_dense() : probe.gradient(name);
    CHECK(worst_difference(found, gradient) <= golden_tolerance<T>);
  }
}

TEST_CASE("every layer's forward and backward agree with PyTorch") {
  const Json golden = load_golden("layers.json");
  const GoldenWorld world(golden["world"]);
  const Batch batch = world.batch(golden["world"]["batch"]);
  REQUIRE(golden["cases"].size() >= 39);
  for (const Json& one : golden["cases"]) {
    INFO(one["name"].get<std::string>());
    check_case<double>(world, batch, one);
    check_case<float>(world, batch, one);
  }
}

}  // namespace
}  // namespace rowgrad
