// StepGradients: the gradients of one step, whose batches, or slots, may be shared out among ranks.
//
// Each slot's gradient is complete by itself before it is added to the sum, in the order of the slots: so the sum's
// bits do not depend on who computed what.
#pragma once

#include <functional>
#include <memory>

#include "comm/communicator.hpp"
#include "graph/execute.hpp"
#include "graph/pulled_rows.hpp"

namespace rowgrad {

class StepGradients {
 public:
  virtual ~StepGradients() = default;
  /// Begins a step of `count` slots.
  virtual void begin(std::size_t count) = 0;
  /// Where a slot's gradients are to be added: empty, and its own until end_slot().
  virtual Gradients<float>& begin_slot(std::size_t slot) = 0;
  /// What backward is to tell of that slot's nodes.
  virtual NodeDone listener(std::size_t /*slot*/) { return {}; }
  virtual void end_slot(std::size_t slot) = 0;
  /// The sum over all slots of all ranks. They may refer to the tape of the last backward.
  virtual Gradients<float>& sum() = 0;
};

/// Of steps of at most `slots` slots. Parameters that are not `trained` have no gradient; those of sharded ones are by
/// the places that `pulled` gave, and their sum is of this rank's rows. Gradients may refer to rows of `tape`, which
/// therefore lives as long as they are sent. `note` hears how, if they are.
std::unique_ptr<StepGradients> step_gradients(const Graph& graph, const std::vector<bool>& trained, std::size_t slots,
                                              Communicator& communicator, std::shared_ptr<const PulledRows> pulled,
                                              std::shared_ptr<const Tape<float>> tape,
                                              std::function<void(const std::string&)> note);

}  // namespace rowgrad
