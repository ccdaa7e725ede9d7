// What Attention sees and what it does not.
#include "graph/execute.hpp"
#include "graph/playground.hpp"
#include "tests/catch.hpp"

namespace rowgrad {
namespace {

// The playground's third document has four tokens, from this row on.
constexpr std::size_t first = 3, length = 4;

Matrix<double> run(const std::string& layer, const std::string& example, const Batch& batch) {
  const Playground playground;
  const Graph graph = playground.graph(layer, example, Registry<Layer>::instance());
  auto parameters = initialise<double>(graph.parameters(), Random(1));
  auto tape = make_tape<double>(graph);
  forward(graph, batch, parameters, tape, {false, Random(1)});
  return tape.nodes[*graph.find("layer")].output;
}

std::size_t index_of(const Playground& playground, const std::string& input) {
  for (std::size_t i = 0; i < playground.inputs().all().size(); ++i) {
    if (playground.inputs().all()[i].name == input) return i;
  }
  FAIL("the playground has no input " << input);
  return 0;
}

TEST_CASE("attention without positions is permutation-equivariant: rows move, nothing else changes") {
  const Playground playground;
  Batch batch = playground.batch();
  const std::string example = R"({"input": "x", "heads": 2})";
  const auto before = run("Attention", example, batch);
  Matrix<float>& x = batch.values[index_of(playground, "x")];
  std::rotate(row(x, first), row(x, first + 1), row(x, first + length));
  const auto after = run("Attention", example, batch);
  for (std::size_t i = 0; i < length; ++i) {
    for (std::size_t j = 0; j < columns(before); ++j)
      CHECK(after(first + i, j) == Approx(before(first + (i + 1) % length, j)).epsilon(1e-12));
  }
}

TEST_CASE("causal attention does not see later rows, and no row of another segment") {
  const Playground playground;
  Batch batch = playground.batch();
  const std::string example = R"({"input": "x", "heads": 2, "causal": true})";
  const auto before = run("Attention", example, batch);
  batch.values[index_of(playground, "x")](first + 2, 1) += 1.0F;
  const auto after = run("Attention", example, batch);
  for (std::size_t i = 0; i < rows(before); ++i) {
    const bool sees_it = i == first + 2 || i == first + 3;
    for (std::size_t j = 0; j < columns(before); ++j) CHECK((after(i, j) != before(i, j)) == sees_it);
  }
}

TEST_CASE("a recurrent state depends on the rows before it in its segment, and on no other") {
  const Playground playground;
  for (const char* layer : {"RNN", "GRU"}) {
    Batch batch = playground.batch();
    const auto before = run(layer, R"({"input": "x", "dim": 3})", batch);
    batch.values[index_of(playground, "x")](first + 1, 0) += 1.0F;
    const auto after = run(layer, R"({"input": "x", "dim": 3})", batch);
    for (std::size_t i = 0; i < rows(before); ++i) {
      INFO(layer << " row " << i);
      CHECK((after(i, 0) != before(i, 0)) == (i > first && i < first + length));
    }
  }
}

}  // namespace
}  // namespace rowgrad
