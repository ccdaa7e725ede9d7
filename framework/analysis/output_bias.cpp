#include "analysis/output_bias.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/statistics.hpp"
#include "core/error.hpp"
#include "graph/class_scores.hpp"
#include "graph/execute.hpp"

namespace rowgrad {
namespace {

struct Totals {
  std::vector<double> logits;       // by class, the sum over all predictions
  std::vector<std::size_t> labels;  // by class
  std::size_t predictions = 0;
};

Totals add_up(const Graph& graph, std::size_t logits, std::size_t label, Parameters<float>& parameters,
              const Dataset& data, const Random& random) {
  constexpr std::size_t batch_size = 64, most_rows = 1024;
  Totals totals{std::vector<double>(graph.node(logits).type.width),
                std::vector<std::size_t>(graph.node(label).type.width)};
  const BatchRequest request{Split::train,        batch_size, /*training=*/false, random, 0, 1,
                             graph.inputs_read(), most_rows};
  const auto source = data.batches(request);
  auto tape = make_lean_tape<float>(graph);
  for (Batch batch; source->next(batch);) {
    forward(graph, batch, parameters, tape, Mode{});
    const Matrix<float>& out = tape.nodes[logits].output;
    for (std::size_t i = 0; i < rows(out); ++i) {
      for (std::size_t c = 0; c < columns(out); ++c) totals.logits[c] += static_cast<double>(out(i, c));
      ++totals.labels[batch.ids[label][i]];
    }
    totals.predictions += rows(out);
  }
  return totals;
}

}  // namespace

OutputBias output_bias(const Experiment& experiment, Parameters<float>& parameters, const Dataset& data,
                       const std::string& where) {
  constexpr std::size_t bias_handle = 1;  // of Linear
  const Graph& graph = experiment.graph;
  const auto scores = ClassScores::find(graph, /*named=*/false);
  if (!scores || graph.node(scores->logits).layer_name() != "Linear")
    throw input_error(where, "expected a softmax over the logits of a Linear layer", "name a run of such a model");
  const std::size_t logits = scores->logits;
  OutputBias found{scores->label, {}, {}, 0.0};
  const auto& handles = graph.node(logits).parameters;
  const std::size_t parameter = handles.size() > bias_handle ? handles[bias_handle] : Node::none;
  const float* bias = parameter == Node::none ? nullptr : parameters[parameter].value.data();

  const Totals totals = add_up(graph, logits, found.label, parameters, data, experiment.spec.random());
  const auto n = static_cast<double>(totals.predictions);
  for (std::size_t c = 0; c < totals.logits.size(); ++c) {
    if (totals.labels[c] == 0) continue;  // no logarithm
    ClassBias one{static_cast<Id>(c), std::log(static_cast<double>(totals.labels[c]) / n), {}, totals.logits[c] / n};
    if (bias != nullptr) {
      one.bias = bias[c];
      one.mean_from_state -= static_cast<double>(bias[c]);
    }
    found.classes.push_back(one);
  }
  std::ranges::stable_sort(found.classes, std::ranges::greater{}, &ClassBias::log_frequency);

  std::vector<double> frequencies, biases, means;
  for (const ClassBias& c : found.classes) {
    frequencies.push_back(c.log_frequency);
    means.push_back(c.mean_from_state);
    if (c.bias) biases.push_back(static_cast<double>(*c.bias));
  }
  found.mean_correlation = fit_line(frequencies, means).correlation;
  if (bias != nullptr) found.bias_correlation = fit_line(frequencies, biases).correlation;
  return found;
}

}  // namespace rowgrad
