#include "graph/execute.hpp"
#include "tests/catch.hpp"
#include "verify/layer_fixture.hpp"

namespace rowgrad {
namespace {

Graph graph_of(const LayerFixture& fixture, const Json& model) {
  return build_graph(read_model(model, {"test", ""}), {}, fixture.inputs(), Leaves::any);
}

const Json embed{{"name", "embed"}, {"layer", "Embedding"}, {"input", "tokens"}, {"dim", 5}};
const Json sum{{"name", "sum"}, {"layer", "Sum"}, {"input", "embed"}};
const Json mean{{"name", "mean"}, {"layer", "Mean"}, {"input", "embed"}};
const Json tanh_of_embed{{"name", "tanh"}, {"layer", "Tanh"}, {"input", "embed"}};

TEST_CASE("a tape for results gives the same bits and copies no rows that are only added up") {
  const LayerFixture fixture;
  const Graph graph = graph_of(fixture, Json::array({embed, sum, mean}));
  auto parameters = initialise<float>(graph.parameters(), Random(1));
  auto full = make_tape<float>(graph), results = make_results_tape<float>(graph);
  for (auto* tape : {&full, &results}) forward(graph, fixture.batch(), parameters, *tape, Mode{});
  for (const char* name : {"sum", "mean"}) {
    const std::size_t node = graph.find(name).value();
    const Matrix<float>&a = full.nodes[node].output, &b = results.nodes[node].output;
    CHECK(std::equal(a.data(), a.data() + a.size(), b.data(), b.data() + b.size()));
  }
  CHECK(full.nodes[graph.find("embed").value()].output.size() == 50);
  CHECK(results.nodes[graph.find("embed").value()].output.size() == 0);
}

TEST_CASE("rows that another layer reads as well, or nobody, are copied on any tape") {
  const LayerFixture fixture;
  for (const Json& model : {Json::array({embed, sum, tanh_of_embed}), Json::array({embed})}) {
    const Graph graph = graph_of(fixture, model);
    auto parameters = initialise<float>(graph.parameters(), Random(1));
    auto tape = make_results_tape<float>(graph);
    forward(graph, fixture.batch(), parameters, tape, Mode{});
    CHECK(tape.nodes[graph.find("embed").value()].output.size() == 50);
  }
}

}  // namespace
}  // namespace rowgrad
