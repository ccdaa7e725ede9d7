// HogwildRanks: what a hogwild run that is shared out among ranks does beyond a run of one process.
//
// An epoch's shards are dealt out, and each rank trains through its own at its own pace. At agreed fractions of its
// part a rank meets the others: they tell each other what they wish and how far they are, and merge some rows
// (ModelMerge). That is done by the thread that watches; if a rank is early, this thread waits and the workers go on,
// but not for long: stale synchronous training (Ho et al. 2013). Without that limit, ranks of which
// one is slow, or four that share two cores, are done before most of their meetings have been.
// When the epoch ends, and before a look or a checkpoint, workers stand still and all rows are merged.
#pragma once

#include <limits>

#include "core/stopwatch.hpp"
#include "engine/merge_pace.hpp"
#include "engine/model_merge.hpp"
#include "engine/training_loop.hpp"

namespace rowgrad {

/// What a rank tells the others, or what all have told together.
struct Tidings {
  Wish wish = Wish::go_on;   // the strongest
  bool failed = false;       // whether a worker has thrown
  std::ptrdiff_t steps = 0;  // done since the last meeting; negative if one begun then was none
  LossMeter loss = {};       // of these
};

/// Lives for one run. All ranks call what is collective in the same order; not thread-safe.
class HogwildRanks {
 public:
  /// Everything must outlive it.
  HogwildRanks(const TrainingContext& context, RunState& state, const Optimizer<float>& optimizer);

  /// The shards of a pass that are this rank's.
  Share own(std::size_t shards) const { return share_of(shards, communicator_); }
  /// Of the epoch that comes after `epoch` others. Collective.
  void begin_pass(std::size_t epoch);
  /// The fraction of its part after which a rank meets the others. The last meeting is at 1, when workers are done.
  double due() const { return due_; }
  /// The fraction at which workers wait for this meeting: a rank's changes are worth less the longer it goes on with
  /// tables of its own. None before the last.
  double limit() const {
    return due_ < 1.0 ? due_ + most_ahead() * pace_.stride() : std::numeric_limits<double>::infinity();
  }

  /// By which this rank multiplies its learning rate.
  double rate_factor() const { return ModelMerge::rate_factor(communicator_.size()); }

  /// Tells the others; returns what they tell, this rank's wish and failure included. Collective.
  Tidings meet(const Tidings& mine);
  /// The first half of merging some rows: workers go on. Collective.
  void add_up_some();
  /// The second: workers stand still.
  void take_over();
  /// Workers stand still. Collective.
  void merge_all();
  /// Each rank knows where its own shards stand; afterwards all know of all. Collective.
  void gather(std::vector<ShardPosition>& shards);

 private:
  // In ways from one meeting to the next, once the beginning is over. Two ranks lose nothing by four of them and wait
  // less for the slower; four lose by two already (docs/distributed.md).
  double most_ahead() const { return communicator_.size() == 2 ? 4.0 : 0.6; }

  Communicator& communicator_;
  std::size_t losses_;
  ModelMerge merge_;
  MergePace pace_;
  double epoch_ = 0.0;
  double due_ = 1.0;
  double next_ = 1.0;       // from the meeting before to the one that is due
  double told_next_ = 1.0;  // from there to the one after: what rank 0 has told
  Stopwatch merged_;        // since the last merge
  bool disturbed_ = false;  // whether the workers have stood still since, for a look or a save
  double trained_ = 0.0;    // seconds from the last merge to the meeting, without that
  Stopwatch round_;         // since the one under way began
};

}  // namespace rowgrad
