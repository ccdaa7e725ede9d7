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

  /// Takes the batches of the next step, of which other ranks make theirs. Returns how many there are: fewer than a
  /// step's slots at the end of the pass.
  std::size_t read(BatchSource& source);
  /// One step from the batches that were read, `count` of them with the other ranks'. Throws a run Error if the loss is
  /// not finite. Collective.
  void step(std::size_t count, double lr);
  /// Tells what a step has sent to other ranks, beside the size of what is trained; nothing in one process.
  void tell_traffic(RunObserver& observer) const;

 private:
  std::vector<double> weights() const;
  void catch_up();
  void run_slots(const std::vector<double>& weights);
  void slot(std::size_t slot, const std::vector<double>& weights);
  void add_losses(std::size_t count);
  std::string where_not_finite();
  void tell_cost_of_exact_rows(RunObserver& observer);
  std::vector<std::size_t> rows_touched();

  const TrainingContext& context_;
  const Graph& graph_;
  RunState& state_;
  std::size_t steps_ = 0, bytes_sent_ = 0;  // done, and in them to other ranks
  TrainingLoop& loop_;
  std::size_t slots_;
  Reduction reduction_;
  std::vector<RowsRead> reads_;  // by parameter; of those dealt out, whose owners bring them up to date, nothing
  Share mine_;                   // of the slots, this rank's
  std::vector<Batch> batches_;   // of these, as far as the step has so many
  std::size_t own_ = 0;          // how many of them
  std::shared_ptr<Tape<float>> tape_;
  std::shared_ptr<PulledRows> pulled_;
  std::unique_ptr<StepGradients> gradients_;
  SlotBuffers buffers_;
  std::vector<LossMeter::Part> losses_;  // of this rank's slots: by slot and loss
  std::string not_finite_;               // where, in the first of this rank's slots of which that is so
};

}  // namespace rowgrad
