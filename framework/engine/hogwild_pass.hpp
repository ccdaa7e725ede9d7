// HogwildPass: one epoch's shards, worked through by several threads, with one eye on progress and on what the observer
// wishes.
#pragma once

#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>

#include "engine/training_loop.hpp"
#include "engine/worker.hpp"

namespace rowgrad {

/// A thread takes the next shard nobody has, trains through it, and takes another. The calling thread watches: it tells
/// the observer and, when a look or a checkpoint is wished for, lets the workers stand still between two steps.
class HogwildPass {
 public:
  using MakeWorker = std::function<std::unique_ptr<Worker>(const BatchRequest& request)>;

  /// Continues where state.shards stand. Everything must outlive the pass.
  HogwildPass(TrainingLoop& loop, RunState& state, MakeWorker make_worker);

  /// Works through every shard on `threads` threads. Returns false if the observer wished to stop; the state then says
  /// where the shards stand. Throws what a worker threw, or a run Error if a loss is no longer finite or a thread
  /// cannot start.
  bool run(int threads);

 private:
  std::vector<std::jthread> start(int threads);
  void work();
  void work_through(std::size_t index, std::unique_lock<std::mutex>& lock);
  void begin_shard(std::size_t index, std::unique_lock<std::mutex>& lock);
  void wait_while_paused(std::unique_lock<std::mutex>& lock);
  void publish(std::size_t index);
  void watch();
  void grant(Wish wish, std::unique_lock<std::mutex>& lock);
  void stop_workers();
  double progress() const;

  TrainingLoop& loop_;
  MakeWorker make_worker_;

  std::mutex mutex_;  // guards all below, except for parameter values and optimizer state
  RunState& state_;
  std::vector<std::unique_ptr<Worker>> workers_;  // by shard; null unless it is under way
  std::vector<double> done_;                      // by shard, the fraction
  std::vector<bool> begun_;  // by shard, whether its worker has done a step, now or before a resume
  std::condition_variable to_watcher_, to_workers_;
  std::size_t next_ = 0;
  int active_ = 0;
  int waiting_ = 0;
  bool pause_ = false;
  bool stop_ = false;
  std::exception_ptr failure_;
};

}  // namespace rowgrad
