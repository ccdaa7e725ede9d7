// What cannot be done with a sharded table, said before anything is done.
#pragma once

#include "session/run_spec.hpp"

namespace rowgrad {

/// Throws an input Error if several ranks are to deal out a table that a layer reads as a whole, or if the config asks
/// for what needs all rows in one place: clipping by the norm of all gradients, snapshots, and engines whose ranks
/// train all rows.
void check_sharding(const RunSpec& spec, const Graph& graph, const Communicator& communicator);
/// The same before the data is read, where the config's sizes give the graph without it.
void check_sharding(const RunSpec& spec, const Communicator& communicator);

}  // namespace rowgrad
