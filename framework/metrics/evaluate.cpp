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

  // What it has counted, as numbers, and back into a part that has counted nothing.
  void write(std::vector<double>& numbers) const {
    numbers.push_back(static_cast<double>(loss_.parts().size()));
    for (const auto& [sum, rows] : loss_.parts()) numbers.insert(numbers.end(), {sum, static_cast<double>(rows)});
    if (classification_) classification_->write(numbers);
  }
  void read(const double*& numbers) {
    const auto losses = static_cast<std::size_t>(*numbers++);
    for (std::size_t i = 0; i < losses; ++i, numbers += 2)
      loss_.add(i, losses, numbers[0], static_cast<std::size_t>(numbers[1]));
    if (classification_) classification_->read(numbers);
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

// Fills in the parts of other ranks' shards.
void gather(std::vector<Part>& parts, Share mine, Communicator& communicator) {
  std::vector<double> numbers;
  for (std::size_t shard = mine.first; shard < mine.last; ++shard) parts[shard].write(numbers);
  const auto all = communicator.gather(std::span<const double>(numbers));
  for (int r = 0; r < communicator.size(); ++r) {
    const double* next = all[static_cast<std::size_t>(r)].data();
    const Share share = share_of(parts.size(), r, communicator.size());
    for (std::size_t shard = share.first; shard < share.last; ++shard) {
      if (!mine.contains(shard)) parts[shard].read(next);
    }
  }
}

}  // namespace

Metrics evaluate(const Graph& graph, Parameters<float>& parameters, const Dataset& dataset, Split split,
                 const Random& random, Communicator& communicator) {
  std::vector<Part> parts(evaluation_shards, Part(graph, dataset));
  const Share mine = share_of(evaluation_shards, communicator);
  parallel_for(mine.count(), 1, [&](std::size_t i, std::size_t) {
    const std::size_t shard = mine.first + i;
    parts[shard].run(*dataset.batches(evaluation_request(graph, split, random, shard)), parameters);
  });
  if (!communicator.alone()) gather(parts, mine, communicator);
  Part whole(graph, dataset);
  for (const Part& part : parts) whole.add(part);
  return whole.metrics(dataset);
}

}  // namespace rowgrad
