#include "metrics/evaluate.hpp"

#include <algorithm>

#include "core/parallel.hpp"

namespace rowgrad {
namespace {

constexpr std::size_t evaluation_batch = 64;
constexpr std::size_t numbers_per_batch = std::size_t{1} << 25;  // of all layers' outputs together: 128 MB
constexpr std::size_t shard_count = 16;  // fixed, so that sums do not depend on the number of threads

// Items may be long, and logits of a large vocabulary wide.
std::size_t most_rows(const Graph& graph) {
  std::size_t width = 1;
  for (std::size_t i = graph.input_count(); i < graph.nodes().size(); ++i) width += graph.node(i).type.width;
  return std::max<std::size_t>(1024, numbers_per_batch / width);
}

// One shard's share of a split, or the whole of it.
class Part {
 public:
  Part(const Graph& graph, const Dataset& dataset) : graph_(graph), classifier_(graph.classifier()) {
    if (!classifier_) return;
    const Node& logits = graph.node(graph.node(*classifier_).inputs[0]);
    classification_.emplace(logits.type.width, dataset.labels().size() > 0);
  }

  void run(BatchSource& source, Parameters<float>& parameters) {
    auto tape = make_lean_tape<float>(graph_);
    for (Batch batch; source.next(batch);) {
      forward(graph_, batch, parameters, tape, Mode{});
      loss_.add(graph_, tape);
      if (!classifier_) continue;
      const Node& node = graph_.node(*classifier_);
      classification_->add(tape.nodes[node.inputs[0]].output, batch.ids[node.inputs[1]]);
    }
  }

  void add(const Part& other) {
    loss_.add(other.loss_);
    if (classification_) classification_->add(*other.classification_);
  }

  Metrics metrics(const Dataset& dataset) const {
    Metrics metrics{loss_.mean(), std::nullopt, loss_.rows(), std::nullopt};
    if (!classification_ || classification_->count() == 0) return metrics;
    metrics.accuracy = classification_->accuracy();
    if (dataset.labels().size() > 0) metrics.classes = classification_->report(dataset.labels());
    return metrics;
  }

 private:
  const Graph& graph_;
  std::optional<std::size_t> classifier_;
  LossMeter loss_;
  std::optional<ClassificationMeter> classification_;
};

}  // namespace

Metrics evaluate(const Graph& graph, Parameters<float>& parameters, const Dataset& dataset, Split split,
                 const Random& random) {
  std::vector<Part> parts(shard_count, Part(graph, dataset));
  parallel_for(shard_count, 1, [&](std::size_t shard, std::size_t) {
    const BatchRequest request{split, evaluation_batch, /*training=*/false,  random,
                               shard, shard_count,      graph.inputs_read(), most_rows(graph)};
    parts[shard].run(*dataset.batches(request), parameters);
  });
  Part whole(graph, dataset);
  for (const Part& part : parts) whole.add(part);
  return whole.metrics(dataset);
}

}  // namespace rowgrad
