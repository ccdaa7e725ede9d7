#include "session/experiment.hpp"

#include <fmt/format.h>

#include "graph/layer.hpp"
#include "graph/sharding.hpp"
#include "session/memory.hpp"
#include "session/pretrained.hpp"
#include "session/snapshot_rows.hpp"

namespace rowgrad {
namespace {

Experiment build(RunSpec spec, std::shared_ptr<const Dataset> dataset) {
  Graph graph = build_graph(spec.model, spec.sizes, dataset->inputs());
  return {std::move(spec), std::move(dataset), std::move(graph)};
}

InputUse use_of(const Graph& graph) {
  InputUse use{graph.inputs_read(), {}};
  for (const ParameterSpec& spec : graph.parameters()) {
    if (!spec.init.file.empty()) use.start_files.push_back(spec.init.file.value);
  }
  return use;
}

void check_splits(const Experiment& experiment) {
  const RunSpec& spec = experiment.spec;
  if (!experiment.dataset->has(Split::train)) {
    throw(spec.data_where() / "train").error("no training data is left", "give more data, or another \"split\"");
  }
  if (spec.engine->options.patience > 0 && !experiment.dataset->has(Split::dev)) {
    throw(spec.where / "train" / "patience")
        .error("there is no dev split to watch", "name a file in data.dev, or cut one off with data.split");
  }
}

// Several logits that all learn the same yes or no train, and nobody can say what they predict.
void check_decisions(const Experiment& experiment) {
  const Graph& graph = experiment.graph;
  if (experiment.dataset->labels().size() == 0) return;
  for (const std::size_t loss : graph.losses()) {
    const Node& node = graph.node(loss);
    if (!node.layer->decides() || node.inputs.size() < 2 || node.inputs[1] >= graph.input_count()) continue;
    const Node& logits = graph.node(node.inputs[0]);
    if (logits.type.width == 1) continue;
    throw(experiment.spec.where / "model")
        .error(fmt::format("\"{}\" decides between two labels by one logit, found {} (\"{}\")", node.name,
                           logits.type.width, logits.name),
               fmt::format("give \"{}\" one (\"out\": 1), or make the loss a SoftmaxCE", logits.name));
  }
}

}  // namespace

Experiment load_experiment(RunSpec spec, const KnownNames& known, Communicator& ranks) {
  const Where where = spec.data_where();
  std::shared_ptr<const Dataset> dataset = spec.data->load(where, known, ranks);
  Experiment experiment = build(std::move(spec), std::move(dataset));
  check_splits(experiment);
  check_decisions(experiment);
  (void)snapshot_ids(experiment);  // throws at an unknown word
  experiment.spec.data->check_use(use_of(experiment.graph), where);
  return experiment;
}

Experiment open_experiment(RunSpec spec, Vocabularies known) {
  std::shared_ptr<const Dataset> dataset = spec.data->without_examples(std::move(known));
  return build(std::move(spec), std::move(dataset));
}

std::optional<Graph> graph_from_sizes(const RunSpec& spec) {
  Sizes own = spec.sizes, of_data;
  for (const std::string& name : spec.data->data_sizes()) {
    if (auto size = own.extract(name)) of_data.insert(std::move(size));
  }
  if (of_data.size() != spec.data->data_sizes().size()) return std::nullopt;
  return build_graph(spec.model, own, spec.data->inputs(of_data));
}

namespace {

OptimizerState<float> initial_optimizer(const Experiment& experiment, const Communicator& communicator) {
  return initial_optimizer_state<float>(*experiment.spec.rule, own_specs(experiment.graph, communicator),
                                        experiment.spec.where / "optimizer");
}

}  // namespace

RunState fresh_state(const Experiment& experiment, const Communicator& communicator) {
  if (communicator.alone()) require_memory(experiment);
  RunState state;
  state.parameters =
      initialise<float>(experiment.graph.parameters(), experiment.spec.random().stream("init"), communicator);
  state.optimizer = initial_optimizer(experiment, communicator);
  return state;
}

RunState blank_state(const Experiment& experiment, const Communicator& communicator) {
  if (communicator.alone()) require_memory(experiment);
  RunState state;
  for (const ParameterSpec& spec : experiment.graph.parameters()) {
    const Share own = own_rows(spec, communicator);
    state.parameters.push_back({spec, zeros<float>(own.count(), spec.columns), own.first});
  }
  state.optimizer = initial_optimizer(experiment, communicator);
  return state;
}

RunState initial_state(const Experiment& experiment, const std::function<void(const std::string&)>& note,
                       const Communicator& communicator) {
  RunState state = fresh_state(experiment, communicator);
  start_from_files(state.parameters, experiment, note);
  return state;
}

}  // namespace rowgrad
