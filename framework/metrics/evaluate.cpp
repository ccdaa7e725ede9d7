#include "metrics/evaluate.hpp"

#include "core/parallel.hpp"
#include "graph/class_scores.hpp"
#include "metrics/evaluation_pass.hpp"

namespace rowgrad {
namespace {

// One shard's share of a split, or the whole of it.
class Part {
 public:
  Part(const Graph& graph, const Dataset& dataset)
      : graph_(graph), scores_(ClassScores::find(graph, dataset.labels().size() > 0)) {
    if (scores_) classification_.emplace(scores_->classes, dataset.labels().size() > 0);
  }

  void run(BatchSource& source, Parameters<float>& parameters) {
    auto tape = make_lean_tape<float>(graph_);
    Matrix<float> two;
    for (Batch batch; source.next(batch);) {
      forward(graph_, batch, parameters, tape, Mode{});
      loss_.add(graph_, tape);
      if (scores_)
        classification_->add(scores_->of(tape.nodes[scores_->logits].output, two), batch.ids[scores_->label]);
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
  std::optional<ClassScores> scores_;
  LossMeter loss_;
  std::optional<ClassificationMeter> classification_;
};

}  // namespace

Metrics evaluate(const Graph& graph, Parameters<float>& parameters, const Dataset& dataset, Split split,
                 const Random& random) {
  std::vector<Part> parts(evaluation_shards, Part(graph, dataset));
  parallel_for(evaluation_shards, 1, [&](std::size_t shard, std::size_t) {
    parts[shard].run(*dataset.batches(evaluation_request(graph, split, random, shard)), parameters);
  });
  Part whole(graph, dataset);
  for (const Part& part : parts) whole.add(part);
  return whole.metrics(dataset);
}

}  // namespace rowgrad
