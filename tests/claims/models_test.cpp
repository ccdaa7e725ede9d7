// What the chapter claims of whole models, on the configs that show it: docs/claims.md numbers 22 and 28.
#include <numeric>

#include "analysis/cosine.hpp"
#include "analysis/statistics.hpp"
#include "models/lm/dataset.hpp"
#include "tests/catch.hpp"
#include "tests/trained.hpp"

namespace rowgrad {
namespace {

// The values of a node at the last token of a text, under a language model.
std::vector<float> last_row(Trained& trained, const char* node, const std::string& text) {
  const auto& dataset = dynamic_cast<const LmDataset&>(*trained.run.experiment.dataset);
  const Graph& graph = trained.run.experiment.graph;
  auto tape = make_tape<float>(graph);
  const std::size_t target = graph.find(node).value();
  forward(graph, graph.upstream(target), dataset.encode(dataset.ids(text)), trained.run.parameters, tape,
          {false, Random(0)});
  const Matrix<float>& out = tape.nodes[target].output;
  const float* last = row(out, rows(out) - 1);
  return {last, last + columns(out)};
}

}  // namespace

TEST_CASE("to every context a queen is what a woman and a king are, less a man") {
  const Trained run = trained("kingdom");
  const auto scores = [&](const char* word) {
    const auto u = run.row("u.weight", word);
    const Matrix<float>& contexts = run.parameter("v.weight");
    std::vector<double> by_context(rows(contexts));
    for (std::size_t c = 0; c < by_context.size(); ++c) {
      by_context[c] = std::inner_product(u.begin(), u.end(), row(contexts, c), 0.0);
    }
    return by_context;
  };
  const auto queen = scores("queen"), king = scores("king"), woman = scores("woman"), man = scores("man");
  std::vector<double> composed(queen.size());
  for (std::size_t c = 0; c < composed.size(); ++c) composed[c] = woman[c] + king[c] - man[c];
  const std::vector<double> alike(queen.size(), 1.0);
  CHECK(fit_line(composed, queen, alike).correlation > 0.95);
  CHECK(fit_line(king, queen, alike).correlation < 0.9);
}

TEST_CASE("a bank has one row at the input and different rows after the layers") {
  Trained run = trained("bank");
  // The bank stands at the same place after the same first word: what it differs by, attention brought from in between.
  const std::string river = "the boat drifted to the bank", money = "the farmer paid into the bank";
  CHECK(last_row(run, "embed", river) == last_row(run, "embed", money));
  CHECK(last_row(run, "placed", river) == last_row(run, "placed", money));
  CHECK(cosine(last_row(run, "norm", river), last_row(run, "norm", money)) < 0.9);
}

}  // namespace rowgrad
