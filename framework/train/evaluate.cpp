#include "train/evaluate.hpp"

#include "core/parallel.hpp"
#include "graph/execute.hpp"
#include "train/classification.hpp"

namespace rowgrad {
namespace {

constexpr std::size_t evaluation_batch = 64;
constexpr std::size_t shards = 16;  // fixed, so that sums do not depend on the number of threads

// One shard's share of a split.
struct Partial {
  LossMeter loss;
  std::optional<ClassificationMeter> classification;
};

}  // namespace

Metrics evaluate(const Graph& graph, Parameters<float>& parameters, const Task& task, Split split,
                 const Random& random) {
  const auto classifier = graph.classifier();
  const auto meter = [&]() -> std::optional<ClassificationMeter> {
    if (!classifier) return std::nullopt;
    const Node& logits = graph.nodes()[graph.nodes()[*classifier].inputs[0]];
    return ClassificationMeter(logits.signature.width, task.classes() != nullptr);
  };
  std::vector<Partial> partials(shards);
  parallel_for(shards, 1, [&](std::size_t shard, std::size_t) {
    Partial& partial = partials[shard];
    partial.classification = meter();
    auto source = task.batches({split, evaluation_batch, /*training=*/false, random, shard, shards});
    auto tape = make_tape<float>(graph);
    for (Batch batch; source->next(batch);) {
      forward(graph, batch, parameters, tape, Mode{});
      partial.loss.add(graph, tape);
      if (!classifier) continue;
      const Node& node = graph.nodes()[*classifier];
      partial.classification->add(tape.nodes[node.inputs[0]].output, batch.ids[node.inputs[1]]);
    }
  });
  LossMeter loss;
  auto classification = meter();
  for (const Partial& partial : partials) {
    loss.add(partial.loss);
    if (classification) classification->add(*partial.classification);
  }
  Metrics metrics{loss.mean(), std::nullopt, loss.rows(), {}};
  if (classification && classification->count() > 0) {
    metrics.accuracy = classification->accuracy();
    if (task.classes() != nullptr) metrics.details = classification->details(*task.classes());
  }
  return metrics;
}

Json to_json(const Metrics& metrics) {
  Json json{{"loss", metrics.loss}};
  if (metrics.accuracy) json["accuracy"] = *metrics.accuracy;
  return json;
}

Json to_full_json(const Metrics& metrics) {
  Json json = to_json(metrics);
  if (metrics.details.is_object()) json.update(metrics.details);
  return json;
}

}  // namespace rowgrad
