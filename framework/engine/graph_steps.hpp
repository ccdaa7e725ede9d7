// GraphSteps: what the graph engine does over and over: one step from a few batches.
#pragma once

#include "engine/slot_buffers.hpp"
#include "engine/step_gradients.hpp"
#include "engine/training_loop.hpp"

namespace rowgrad {

/// Steps of up to `slots` batches, each of which makes its gradient by itself: the ranks share them out.
class GraphSteps {
 public:
  /// Everything must outlive it.
  GraphSteps(const TrainingContext& context, RunState& state, TrainingLoop& loop, RunObserver& observer,
             std::size_t slots, Reduction reduction);

  /// The batches that the next step can be made of.
  std::vector<Batch>& batches() { return batches_; }
  /// One step from the first `count` batches. Throws a run Error if the loss is not finite. Collective.
  void step(std::size_t count, double lr);

 private:
  void prepare_rows(std::size_t count, Share mine);
  void run_slots(Share mine, const std::vector<double>& weights);
  void slot(std::size_t slot, const std::vector<double>& weights);
  void add_losses(std::size_t count);
  std::string where_not_finite();
  void tell_cost_of_exact_rows(RunObserver& observer);
  std::vector<std::size_t> rows_touched();

  const TrainingContext& context_;
  const Graph& graph_;
  RunState& state_;
  TrainingLoop& loop_;
  std::size_t slots_;
  Reduction reduction_;
  std::vector<RowsRead> reads_;  // by parameter; of those dealt out, whose owners bring them up to date, nothing
  std::vector<Batch> batches_;
  Tape<float> tape_;
  std::shared_ptr<PulledRows> pulled_;
  std::unique_ptr<StepGradients> gradients_;
  SlotBuffers buffers_;
  std::vector<LossMeter::Part> losses_;  // of this rank's slots: by slot and loss
  std::string not_finite_;               // where, in the first of this rank's slots of which that is so
};

}  // namespace rowgrad
