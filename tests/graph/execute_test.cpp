#include "graph/execute.hpp"

#include "tests/catch.hpp"
#include "verify/layer_fixture.hpp"

namespace rowgrad {
namespace {

const Json embed{{"name", "embed"}, {"layer", "Embedding"}, {"input", "tokens"}, {"dim", 5}};
const Json sum{{"name", "sum"}, {"layer", "Sum"}, {"input", "embed"}};
const Json mean{{"name", "mean"}, {"layer", "Mean"}, {"input", "embed"}};
const Json logits{{"name", "logits"}, {"layer", "Linear"}, {"input", "mean"}, {"out", "classes"}};
const Json loss{{"name", "loss"}, {"layer", "SoftmaxCE"}, {"inputs", {"logits", "genre"}}};
const Json dot{{"name", "dot"}, {"layer", "Dot"}, {"inputs", {"sum", "mean"}}};
const Json dot_loss{{"name", "dot_loss"}, {"layer", "SigmoidCE"}, {"input", "dot"}};

// One step's losses, and the gradients of all parameters, from each kind of tape.
struct Step {
  Graph graph;
  Tape<float> tape;
  Gradients<float> gradients = make_gradients<float>(graph);

  Step(const LayerFixture& fixture, const Json& model, Tape<float> (*make)(const Graph&))
      : graph(build_graph(read_model(model, {"test", ""}), {}, fixture.inputs(), Leaves::any)), tape(make(graph)) {
    auto parameters = initialise<float>(graph.parameters(), Random(1));
    forward(graph, fixture.batch(), parameters, tape, Mode{true, Random(1)});
    backward(graph, fixture.batch(), parameters, tape, gradients, Mode{true, Random(1)}, Reduction::mean);
  }
  const Matrix<float>& output(const char* node) const { return tape.nodes[graph.find(node).value()].output; }
};

bool same(const Matrix<float>& a, const Matrix<float>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0;
}

TEST_CASE("a lean tape gives the same bits and copies no rows that are only added up") {
  const LayerFixture fixture;
  for (const Json& model :
       {Json::array({embed, mean, logits, loss}), Json::array({embed, sum, mean, logits, loss, dot, dot_loss})}) {
    const Step full(fixture, model, make_tape<float>), lean(fixture, model, make_lean_tape<float>);
    CHECK(same(full.output("loss"), lean.output("loss")));
    for (std::size_t p = 0; p < full.gradients.size(); ++p) {
      CHECK(same(full.gradients[p].to_dense(), lean.gradients[p].to_dense()));
      CHECK(std::ranges::equal(full.gradients[p].touched(), lean.gradients[p].touched()));
    }
    CHECK(full.output("embed").size() == 50);
    CHECK(lean.output("embed").size() == 0);
  }
}

TEST_CASE("rows that another layer reads as well, or nobody, are copied on any tape") {
  const LayerFixture fixture;
  const Json tanh{{"name", "tanh"}, {"layer", "Tanh"}, {"input", "embed"}};
  for (const Json& model : {Json::array({embed, mean, logits, loss, tanh}), Json::array({embed})})
    CHECK(Step(fixture, model, make_lean_tape<float>).output("embed").size() == 50);
}

}  // namespace
}  // namespace rowgrad
