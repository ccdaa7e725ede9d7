// The memory that a model needs, computed before it is taken, and what the machine has left.
#pragma once

#include "session/experiment.hpp"

namespace rowgrad {

/// Bytes of what a run keeps for as long as it trains. Numbers beyond any machine do not overflow: they are doubles.
struct MemoryNeed {
  double parameters = 0.0;
  double optimizer = 0.0;   // its state, clocks of exact rows included
  double best_epoch = 0.0;  // with early stopping: a second set of parameters
  double ranks = 0.0;       // among ranks: what they agreed on last, or gradients that wait for their turn
  double later = 0.0;       // of all this, what rows take only once they are trained
  double total() const { return parameters + optimizer + best_epoch + ranks; }
};
/// Of one of the ranks, which has some rows of each sharded table.
MemoryNeed memory_need(const Experiment& experiment, const Communicator& communicator = one_process());

/// Bytes this process can still take: the least of what the machine and its swap have free, what the process's control
/// group may hold, and what is left of the address space it is limited to (ulimit -v).
double memory_left();

/// Throws a run Error with both figures if the need is larger than what is left, or if the ranks of this machine
/// together need more at once than it has left; an input Error if no machine has it.
void require_memory(const Experiment& experiment, const Communicator& communicator = one_process());

}  // namespace rowgrad
