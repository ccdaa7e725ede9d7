// SnapshotTaker: the observer that keeps snapshots of a run's tables (run/snapshots.hpp).
#pragma once

#include <optional>

#include "optim/update_rule.hpp"
#include "run/run_directory.hpp"
#include "run/run_observer.hpp"
#include "run/snapshots.hpp"

namespace rowgrad {

/// Which rows snapshots keep.
struct SnapshotRows {
  std::vector<Id> ids;
  std::vector<std::size_t> tables;  // by parameter
};

/// Takes `count` snapshots evenly over the run: before the first step, at the first step that reaches 1/(count − 1) of
/// the run, and so on, and after the last; a single one after the last. There are at most `count`: a run of few
/// steps has fewer, and the hogwild engine looks now and then. With the graph engine when they are due depends on the
/// run's progress alone, so that a resumed run, whose later ones were cut (cut_snapshots()), makes the same. The names
/// of all are in the run's marker before the first is written. Throws a run Error if the disk is full.
class SnapshotTaker : public RunObserver {
 public:
  /// `rule` must outlive it. REQUIRES: count > 0.
  SnapshotTaker(RunDirectory run, std::size_t count, SnapshotRows kept, const UpdateRule& rule)
      : run_(std::move(run)), count_(count), kept_(std::move(kept)), rule_(rule) {}

  void started(const RunProgress& progress) override;
  Wish progressed(const RunProgress& progress) override;
  Wish epoch_ended(const EpochMetrics& metrics) override;
  void look(const RunState& state, const RunProgress& progress) override;

 private:
  std::size_t due_until(double fraction) const;
  void find_last(const RunProgress& progress);
  void list_in_marker(std::size_t end) const;

  RunDirectory run_;
  std::size_t count_;
  SnapshotRows kept_;
  const UpdateRule& rule_;
  std::size_t next_number_ = 0;
  std::size_t taken_ = 0;                  // of those that are due before the last
  std::optional<std::size_t> taken_step_;  // of the last snapshot
  bool wanted_ = false;                    // at the next look
};

}  // namespace rowgrad
