// BatchNorm's two modes.
#include "tests/catch.hpp"
#include "tests/layers/run_layer.hpp"

namespace rowgrad {
namespace {

double column_mean(const Matrix<double>& m) {
  double sum = 0.0;
  for (std::size_t i = 0; i < rows(m); ++i) sum += m(i, 0);
  return sum / static_cast<double>(rows(m));
}

TEST_CASE("BatchNorm normalises by the batch in training and by the running statistics in evaluation") {
  const LayerFixture fixture;
  const Graph graph = fixture.graph("BatchNorm", R"({"input": "x", "momentum": 1})");
  auto parameters = initialise<double>(graph.parameters(), Random(1));
  auto tape = make_tape<double>(graph);
  const std::size_t node = graph.find("layer").value();
  const Matrix<double>& y = tape.nodes[node].output;
  const Matrix<double>& x = tape.nodes[graph.node(node).inputs[0]].output;

  forward(graph, fixture.batch(), parameters, tape, {false, Random(1)});
  CHECK(y(0, 0) == Approx(x(0, 0)).epsilon(1e-4));  // mean 0, variance 1 at the start

  forward(graph, fixture.batch(), parameters, tape, {true, Random(1)});
  CHECK(column_mean(y) == Approx(0.0).margin(1e-12));
  const double trained = y(0, 0);
  const Parameter<double>& mean = parameters[graph.find_parameter("layer.running_mean").value()];
  CHECK_FALSE(mean.spec.trainable);
  CHECK(mean.value(0, 0) == Approx(column_mean(x)));

  forward(graph, fixture.batch(), parameters, tape, {false, Random(1)});
  const auto n = static_cast<double>(rows(x));  // the running variance is the unbiased one
  CHECK(y(0, 0) == Approx(trained * std::sqrt((n - 1) / n)).epsilon(1e-4));
  CHECK(mean.value(0, 0) == Approx(column_mean(x)));
}

}  // namespace
}  // namespace rowgrad
