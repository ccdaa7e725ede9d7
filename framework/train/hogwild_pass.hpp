// HogwildPass: one epoch's shards, worked through by several threads, with one eye on progress, signals and the clock.
#pragma once

#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>

#include "train/training.hpp"
#include "train/worker.hpp"

namespace rowgrad {

/// A thread takes the next shard nobody has, trains through it, and takes another. The calling thread watches: it shows
/// progress and, when a checkpoint is due, lets the workers stand still between two steps.
class HogwildPass {
 public:
  using MakeWorker = std::function<std::unique_ptr<Worker>(std::size_t shard, std::size_t shards)>;

  /// Continues from training.position, whose number of shards stays what it was; otherwise cuts the pass into `shards`.
  HogwildPass(Training& training, MakeWorker make_worker, std::size_t shards);

  /// Works through every shard on `threads` threads. Throws what a worker threw, Interrupted, or an Error.
  void run(int threads);

 private:
  struct Shard {
    Json position;  // null: not started; true: finished; otherwise where its worker goes on
    double progress = 0.0;
    std::unique_ptr<Worker> worker;
  };

  void work();
  void work_through(std::size_t index, std::unique_lock<std::mutex>& lock);
  void publish(Shard& shard);
  void watch();
  double progress() const;
  Json position() const;

  Training& training_;
  MakeWorker make_worker_;
  std::vector<Shard> shards_;

  std::mutex mutex_;  // guards all below, and training_ except for parameter values and optimizer state
  std::condition_variable to_watcher_, to_workers_;
  std::size_t next_ = 0;
  int active_ = 0;
  int waiting_ = 0;
  bool pause_ = false;
  bool stop_ = false;
  std::exception_ptr failure_;
};

}  // namespace rowgrad
