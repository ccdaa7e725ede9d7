// HogwildPass: one epoch's shards, worked through by several threads, with one eye on progress and on what the observer
// wishes.
#pragma once

#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>

#include "engine/hogwild_ranks.hpp"
#include "engine/worker.hpp"

namespace rowgrad {

/// A thread takes the next shard nobody has, trains through it, and takes another. The calling thread watches: it tells
/// the observer and, when a look or a checkpoint is wished for, lets the workers stand still between two steps. One
/// rank of several has its own part of the shards, and its watching thread meets the others'.
class HogwildPass {
 public:
  using MakeWorker = std::function<std::unique_ptr<Worker>(const BatchRequest& request)>;

  /// Continues where state.shards stand. Everything must outlive the pass; `ranks` are null in one process.
  HogwildPass(TrainingLoop& loop, RunState& state, MakeWorker make_worker, HogwildRanks* ranks = nullptr);

  /// Works through every shard on `threads` threads. Returns false if the observer wished to stop; the state then says
  /// where the shards stand. Throws what a worker threw, FailedElsewhere if that was on another rank, or a run Error if
  /// a loss is no longer finite or a thread cannot start. Collective.
  bool run(int threads);

 private:
  std::vector<std::jthread> start(int threads);
  void work();
  void work_through(std::size_t index, std::unique_lock<std::mutex>& lock);
  void begin_shard(std::size_t index, std::unique_lock<std::mutex>& lock);
  bool is_held() const;
  void wait_while_held(std::unique_lock<std::mutex>& lock);
  void publish(std::size_t index);
  void watch();
  bool is_over() const { return active_ == 0 && (ranks_ == nullptr || left_); }
  bool is_meeting_due() const;
  Wish meet(Wish wish, std::unique_lock<std::mutex>& lock);
  void merge_or_grant(Wish wish, std::unique_lock<std::mutex>& lock);
  void note_positions();
  void let_stand(std::unique_lock<std::mutex>& lock);
  void let_go_on();
  void grant(Wish wish, std::unique_lock<std::mutex>& lock);
  void stop_workers();
  double progress() const;
  double learning_rate() const;

  TrainingLoop& loop_;
  MakeWorker make_worker_;
  HogwildRanks* ranks_;
  Share own_;  // of the shards

  std::mutex mutex_;  // guards all below, except for parameter values and optimizer state
  RunState& state_;
  std::vector<std::unique_ptr<Worker>> workers_;  // by shard; null unless it is under way
  std::vector<double> done_;                      // by shard, the fraction
  std::vector<bool> begun_;  // by shard, whether its worker has done a step, now or before a resume
  std::condition_variable to_watcher_, to_workers_;
  std::size_t next_;  // shard
  int active_ = 0;
  int waiting_ = 0;
  bool pause_ = false;
  bool stop_ = false;
  std::exception_ptr failure_;
  std::size_t told_step_;  // state_.step as all ranks knew it at their last meeting
  LossMeter untold_loss_;  // of this rank, since
  bool left_ = false;      // whether the last meeting has been
};

}  // namespace rowgrad
