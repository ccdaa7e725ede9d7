// What the gradient check cannot see of Tanh, ReLU, Dropout and SoftmaxCE: their values and their two modes.
#include "graph/execute.hpp"
#include "tests/catch.hpp"

namespace rowgrad {
namespace {

// One layer over ten thousand rows of 1 (or of `value`), its parameters being those rows, under a SoftmaxCE.
struct Probe {
  static constexpr std::size_t n = 10000;
  Inputs inputs;
  std::unique_ptr<Graph> graph;
  Batch batch;
  Parameters<double> parameters;
  Tape<double> tape;

  Probe(const std::string& layer, double value) {
    const Domain* token = inputs.domain("token");
    inputs.ids("tokens", token, 1, "");
    inputs.ids("label", token, 2, "");
    Json model = Json::array({{{"name", "x"}, {"layer", "Embedding"}, {"input", "tokens"}, {"dim", 2}},
                              {{"name", "y"}, {"input", "x"}},
                              {{"name", "loss"}, {"layer", "SoftmaxCE"}, {"inputs", {"y", "label"}}}});
    model[1].update(Json::parse(layer));
    graph = std::make_unique<Graph>(ModelSpec(model, {"probe", ""}), std::map<std::string, std::size_t>{}, inputs);
    batch.ids = {std::vector<Id>(n, 0), std::vector<Id>(n, 0)};
    batch.values.resize(2);
    batch.extents.resize(1);
    batch.extents[0].rows = n;
    parameters = initialise<double>(graph->parameters(), Random(1));
    parameters[0].value.fill(value);
    tape = make_tape<double>(*graph);
  }

  const Matrix<double>& run(bool training) {
    forward(*graph, batch, parameters, tape, {training, Random(3)});
    return tape.nodes[*graph->find("y")].output;
  }
};

TEST_CASE("Dropout keeps the expectation in training and is the identity in evaluation") {
  Probe probe(R"({"layer": "Dropout", "rate": 0.25})", 3.0);
  const Matrix<double> trained = probe.run(true);
  double sum = 0.0;
  std::size_t zeros = 0;
  for (const double y : trained) {
    sum += y;
    zeros += y == 0.0 ? 1 : 0;
    CHECK((y == 0.0 || y == Approx(4.0)));
  }
  CHECK(static_cast<double>(zeros) / trained.size() == Approx(0.25).margin(0.02));
  CHECK(sum / trained.size() == Approx(3.0).margin(0.08));
  for (const double y : probe.run(false)) CHECK(y == 3.0);
}

TEST_CASE("Dropout's mask is a function of the step's stream") {
  Probe probe(R"({"layer": "Dropout", "rate": 0.5})", 1.0);
  const Matrix<double> first = probe.run(true);
  CHECK(first == probe.run(true));
}

TEST_CASE("ReLU and Tanh give max(x, 0) and tanh x") {
  CHECK(Probe(R"({"layer": "ReLU"})", -2.0).run(true)(0, 0) == 0.0);
  CHECK(Probe(R"({"layer": "ReLU"})", 2.0).run(true)(0, 1) == 2.0);
  CHECK(Probe(R"({"layer": "Tanh"})", 0.5).run(true)(0, 0) == Approx(0.46211715726));
}

TEST_CASE("label smoothing mixes the target with the uniform one, in training only") {
  Probe probe(R"({"layer": "ReLU"})", 0.0);
  Json model = Json::parse(R"([
    {"name": "x", "layer": "Embedding", "input": "tokens", "dim": 2},
    {"name": "loss", "layer": "SoftmaxCE", "inputs": ["x", "label"], "label_smoothing": 0.2}])");
  const Graph graph(ModelSpec(model, {"probe", ""}), {}, probe.inputs);
  auto tape = make_tape<double>(graph);
  probe.parameters[0].value(0, 0) = 2.0;
  probe.parameters[0].value(0, 1) = -1.0;
  const double log_sum = std::log(std::exp(2.0) + std::exp(-1.0));
  forward(graph, probe.batch, probe.parameters, tape, {true, Random(1)});
  CHECK(tape.nodes[*graph.find("loss")].output(0, 0) == Approx(0.9 * (log_sum - 2.0) + 0.1 * (log_sum + 1.0)));
  forward(graph, probe.batch, probe.parameters, tape, {false, Random(1)});
  CHECK(tape.nodes[*graph.find("loss")].output(0, 0) == Approx(log_sum - 2.0));
}

}  // namespace
}  // namespace rowgrad
