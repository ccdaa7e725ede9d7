#include "train/evaluate.hpp"

#include <algorithm>

#include "graph/execute.hpp"

namespace rowgrad {
namespace {

constexpr std::size_t evaluation_batch = 256;

std::size_t count_correct(const Graph& graph, std::size_t classifier, const Batch& batch, const Tape<float>& tape) {
  const Node& node = graph.nodes()[classifier];
  const Matrix<float>& logits = tape.nodes[node.inputs[0]].output;
  const auto& labels = batch.ids[node.inputs[1]];
  std::size_t correct = 0;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const float* first = row(logits, i);
    correct += static_cast<std::size_t>(std::max_element(first, first + columns(logits)) - first) == labels[i] ? 1 : 0;
  }
  return correct;
}

}  // namespace

Metrics evaluate(const Graph& graph, Parameters<float>& parameters, const Task& task, Split split,
                 const Random& random) {
  auto source = task.batches({split, evaluation_batch, /*training=*/false, random});
  auto tape = make_tape<float>(graph);
  const auto classifier = graph.classifier();
  LossMeter meter;
  std::size_t correct = 0;
  for (Batch batch; source->next(batch);) {
    forward(graph, batch, parameters, tape, Mode{});
    meter.add(graph, tape);
    if (classifier) correct += count_correct(graph, *classifier, batch, tape);
  }
  Metrics metrics{meter.mean(), std::nullopt, meter.rows()};
  if (classifier && meter.rows() > 0)
    metrics.accuracy = static_cast<double>(correct) / static_cast<double>(meter.rows());
  return metrics;
}

Json to_json(const Metrics& metrics) {
  Json json{{"loss", metrics.loss}};
  if (metrics.accuracy) json["accuracy"] = *metrics.accuracy;
  return json;
}

}  // namespace rowgrad
