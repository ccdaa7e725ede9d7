// One character table, ever larger networks behind it: chapter claim 26.
#include "tests/catch.hpp"
#include "tests/trained.hpp"

namespace rowgrad {
namespace {

// The loss on names that were not trained on, in nats per character, after a brief training.
double dev_loss(const std::string& config, std::vector<std::string> overrides) {
  overrides.push_back("data.split=[0.8,0.1,0.1]");
  return trained(config, overrides).summary.splits.at(Split::dev).loss;
}

TEST_CASE("behind one character table every larger network predicts unseen names better than the bigram MLP") {
  for (const char* config : {"bigram_mlp", "mlp", "gru", "transformer"}) {
    const Graph graph = shipped_experiment(config).graph;
    CHECK(graph.node(graph.find("embed").value()).layer_name() == "Embedding");
  }
  const double bigram = dev_loss("bigram_mlp", {});
  CHECK(dev_loss("mlp", {"train.epochs=10"}) < bigram - 0.1);
  CHECK(dev_loss("gru", {"train.epochs=10"}) < bigram - 0.1);
  CHECK(dev_loss("transformer", {"train.epochs=10", "train.batch_size=16", "model.block.repeat=1"}) < bigram - 0.1);
}

}  // namespace
}  // namespace rowgrad
