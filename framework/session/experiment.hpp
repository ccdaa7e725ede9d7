// Experiment: a spec, its data and its graph: all that is fixed about a run.
#pragma once

#include <functional>
#include <optional>

#include "graph/build_graph.hpp"
#include "session/run_spec.hpp"

namespace rowgrad {

/// Immutable; copies share the data.
struct Experiment {
  RunSpec spec;
  std::shared_ptr<const Dataset> dataset;
  Graph graph;

  /// What an engine needs of it; the experiment must outlive it.
  TrainingContext context(Communicator& communicator = one_process()) const {
    return {graph, *dataset, *spec.rule, spec.rule_settings, *spec.schedule, spec.random(), communicator};
  }
};

/// Reads the data and builds the graph. `known` are the names of a run to go on with, to query or to start from. Throws
/// Error. Collective, as DataSpec::load() is.
Experiment load_experiment(RunSpec spec, const KnownNames& known = {}, Communicator& ranks = one_process());

/// The same without examples, for queries: no data file is read.
Experiment open_experiment(RunSpec spec, Vocabularies known);

/// The graph alone, without data, where the spec's "sizes" give all that the data would define; nothing if they do not.
std::optional<Graph> graph_from_sizes(const RunSpec& spec);

/// Parameters as their layers start them, and a zeroed optimizer. Of sharded tables this and what follows give the rows
/// of this rank. Throws what require_memory() throws, which several ranks call together before any of them comes here.
RunState fresh_state(const Experiment& experiment, const Communicator& communicator = one_process());
/// The same with all parameters zero, for a checkpoint to be read into: memory that nothing is written to costs
/// nothing.
RunState blank_state(const Experiment& experiment, const Communicator& communicator = one_process());

/// The same with rows from files of word vectors where "init" names one. `note` hears how many a file gave. Throws an
/// input Error if a file does not fit.
RunState initial_state(const Experiment& experiment, const std::function<void(const std::string&)>& note = {},
                       const Communicator& communicator = one_process());

}  // namespace rowgrad
