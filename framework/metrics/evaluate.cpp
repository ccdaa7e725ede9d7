#include "metrics/evaluate.hpp"

#include <algorithm>
#include <set>

#include "core/parallel.hpp"
#include "graph/class_scores.hpp"
#include "graph/pulled_rows.hpp"
#include "graph/table_blocks.hpp"
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
    for (Batch batch; source.next(batch);) {
      forward(graph_, batch, parameters, tape, Mode{});
      add(batch, tape);
    }
  }

  // What forward has put on the tape.
  void add(const Batch& batch, const Tape<float>& tape) {
    loss_.add(graph_, tape);
    if (scores_) classification_->add(scores_->of(tape.nodes[scores_->logits].output, two_), batch.ids[scores_->label]);
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
  Matrix<float> two_;  // scratch of scores_
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

using Sources = std::vector<std::unique_ptr<BatchSource>>;

// The next batch of each source that has one; `of` are their numbers. Sources that are through become null.
std::vector<Batch> next_batches(Sources& sources, std::vector<std::size_t>& of) {
  std::vector<Batch> batches;
  of.clear();
  for (std::size_t i = 0; i < sources.size(); ++i) {
    Batch batch;
    if (sources[i] && !sources[i]->next(batch)) sources[i] = nullptr;
    if (!sources[i]) continue;
    batches.push_back(std::move(batch));
    of.push_back(i);
  }
  return batches;
}

// The pass over a split with sharded tables: in rounds of one batch of each shard, for which all ranks fetch rows at
// the same time. Layers that read whole tables run last, block by block.
class Rounds {
 public:
  Rounds(const Graph& graph, Parameters<float>& parameters, PulledRows& pulled, Communicator& communicator)
      : graph_(graph),
        parameters_(parameters),
        pulled_(pulled),
        communicator_(communicator),
        in_blocks_(layers_in_blocks(graph, communicator)),
        kept_(graph.losses().begin(), graph.losses().end()) {
    for (std::size_t i = 0; i < graph.nodes().size(); ++i) {
      if (!std::ranges::count(in_blocks_, i)) others_.push_back(i);
    }
    for (const std::size_t loss : graph.losses())
      kept_.insert(graph.node(loss).inputs.begin(), graph.node(loss).inputs.end());
  }

  void run(std::span<Part> parts, Sources sources) {
    for (std::vector<std::size_t> of;;) {
      std::vector<Batch> batches = next_batches(sources, of);
      if (std::ranges::max(communicator_.gather_one(batches.size())) == 0) break;
      std::vector<Tape<float>> tapes(batches.size(), make_lean_tape<float>(graph_));
      pulled_.pull(batches, parameters_);
      forward_others(batches, tapes);
      for (const std::size_t layer : in_blocks_) forward_in_blocks(layer, batches, tapes);
      parallel_for(of.size(), 1, [&](std::size_t i, std::size_t) { parts[of[i]].add(batches[i], tapes[i]); });
    }
  }

 private:
  // Of a round's tapes there are many: what no loss reads is given back.
  void forward_others(std::span<const Batch> batches, std::span<Tape<float>> tapes) {
    const PulledRows::InPlace fetched(pulled_, parameters_);
    parallel_for(batches.size(), 1, [&](std::size_t i, std::size_t) {
      forward(graph_, others_, batches[i], parameters_, tapes[i], mode_);
      for (std::size_t node = 0; node < graph_.nodes().size(); ++node) {
        if (!kept_.contains(node)) tapes[i].nodes[node] = {};
      }
    });
  }

  void forward_in_blocks(std::size_t layer, std::span<const Batch> batches, std::span<Tape<float>> tapes) {
    for_each_block_in_place(graph_.node(layer), parameters_, communicator_, [&](Share block) {
      parallel_for(batches.size(), 1, [&](std::size_t i, std::size_t) {
        forward_block<float>({graph_.nodes(), batches[i], parameters_, tapes[i], mode_}, layer, block);
      });
    });
  }

  const Graph& graph_;
  Parameters<float>& parameters_;
  PulledRows& pulled_;
  Communicator& communicator_;
  std::vector<std::size_t> in_blocks_, others_;  // layers
  std::set<std::size_t> kept_;                   // nodes: losses and what they read
  const Mode mode_ = {};
};

}  // namespace

Metrics evaluate(const Graph& graph, Parameters<float>& parameters, const Dataset& dataset, Split split,
                 const Random& random, Communicator& communicator) {
  std::vector<Part> parts(evaluation_shards, Part(graph, dataset));
  const Share mine = share_of(evaluation_shards, communicator);
  const auto source = [&](std::size_t i) {
    return dataset.batches(evaluation_request(graph, split, random, mine.first + i));
  };
  if (PulledRows pulled(graph, communicator); !pulled.idle()) {
    Sources sources;
    for (std::size_t i = 0; i < mine.count(); ++i) sources.push_back(source(i));
    Rounds(graph, parameters, pulled, communicator)
        .run(std::span(parts).subspan(mine.first, mine.count()), std::move(sources));
  } else {
    parallel_for(mine.count(), 1,
                 [&](std::size_t i, std::size_t) { parts[mine.first + i].run(*source(i), parameters); });
  }
  if (!communicator.alone()) gather(parts, mine, communicator);
  Part whole(graph, dataset);
  for (const Part& part : parts) whole.add(part);
  return whole.metrics(dataset);
}

}  // namespace rowgrad
