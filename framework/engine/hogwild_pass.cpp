#include "engine/hogwild_pass.hpp"

#include <cmath>
#include <numeric>

#include "core/parallel.hpp"

namespace rowgrad {
namespace {

constexpr std::chrono::milliseconds watch_interval{20};

}  // namespace

HogwildPass::HogwildPass(TrainingLoop& loop, RunState& state, MakeWorker make_worker)
    : loop_(loop),
      make_worker_(std::move(make_worker)),
      state_(state),
      workers_(state.shards.size()),
      done_(state.shards.size(), 0.0),
      begun_(state.shards.size(), false) {
  for (std::size_t s = 0; s < done_.size(); ++s)
    done_[s] = state.shards[s].status == ShardPosition::Status::done ? 1.0 : 0.0;
}

bool HogwildPass::run(int threads) {
  std::vector<std::jthread> pool = start(threads);
  try {
    watch();
  } catch (...) {
    stop_workers();
    throw;
  }
  pool.clear();  // joins
  if (failure_) std::rethrow_exception(failure_);
  if (stop_) return false;
  (void)loop_.report(1.0);  // a wish is kept for the end of the epoch
  return true;
}

std::vector<std::jthread> HogwildPass::start(int threads) {
  std::vector<std::jthread> pool;
  pool.reserve(static_cast<std::size_t>(threads));
  std::unique_lock lock(mutex_);  // those that have started wait for it, and find stop_ set if another cannot
  try {
    for (; active_ < threads; ++active_) pool.emplace_back([this] { work(); });
  } catch (const std::exception& e) {
    stop_ = true;
    lock.unlock();
    throw cannot_start(pool.size(), static_cast<std::size_t>(threads), e.what());
  }
  return pool;
}

void HogwildPass::stop_workers() {
  const std::lock_guard lock(mutex_);
  stop_ = true;
  pause_ = false;
  to_workers_.notify_all();
}

void HogwildPass::watch() {
  std::unique_lock lock(mutex_);
  while (active_ > 0) {
    const Wish wish = loop_.report(progress());
    if (wish != Wish::go_on) grant(wish, lock);
    to_watcher_.wait_for(lock, watch_interval, [&] { return active_ == 0; });
  }
}

// Waits until every worker stands between two steps.
void HogwildPass::grant(Wish wish, std::unique_lock<std::mutex>& lock) {
  pause_ = true;
  to_watcher_.wait(lock, [&] { return waiting_ == active_; });
  if (active_ > 0 && !failure_) {
    for (std::size_t s = 0; s < workers_.size(); ++s) {
      if (workers_[s] == nullptr || !begun_[s]) continue;  // one that has done nothing yet still waits
      state_.shards[s] = {ShardPosition::Status::under_way, workers_[s]->position()};
    }
    stop_ = loop_.grant(wish, progress());
  }
  pause_ = false;
  to_workers_.notify_all();
}

void HogwildPass::work() {
  work_alone();
  std::unique_lock lock(mutex_);
  try {
    while (!stop_ && next_ < workers_.size()) work_through(next_++, lock);
  } catch (...) {
    if (!lock.owns_lock()) lock.lock();
    if (!failure_) failure_ = std::current_exception();
    stop_ = true;
  }
  --active_;
  to_watcher_.notify_all();
}

// Holds the lock except while it trains.
void HogwildPass::work_through(std::size_t index, std::unique_lock<std::mutex>& lock) {
  if (state_.shards[index].status == ShardPosition::Status::done) return;
  begin_shard(index, lock);
  std::unique_ptr<Worker>& worker = workers_[index];
  while (true) {
    wait_while_paused(lock);
    if (stop_) return;
    const double lr = loop_.learning_rate(progress());
    worker->most_batches = loop_.warms_up() ? 1 : Worker::unlimited;
    const std::size_t step = state_.step++;
    lock.unlock();
    const bool more = worker->step(lr, step);
    lock.lock();
    if (!more) break;
    state_.step += worker->batches - 1;
    publish(index);
  }
  --state_.step;
  done_[index] = 1.0;
  state_.shards[index] = {ShardPosition::Status::done, {}};
  worker.reset();
}

// Without the lock: the pass's first worker may have to put all documents into their order.
void HogwildPass::begin_shard(std::size_t index, std::unique_lock<std::mutex>& lock) {
  const ShardPosition position = state_.shards[index];
  const BatchRequest request = loop_.request(index, workers_.size());
  lock.unlock();
  std::unique_ptr<Worker> worker = make_worker_(request);
  if (position.status == ShardPosition::Status::under_way) worker->seek(position.at);
  lock.lock();
  if (position.status == ShardPosition::Status::under_way) done_[index] = worker->progress();
  begun_[index] = position.status == ShardPosition::Status::under_way;
  workers_[index] = std::move(worker);
}

void HogwildPass::wait_while_paused(std::unique_lock<std::mutex>& lock) {
  if (!pause_) return;
  ++waiting_;
  to_watcher_.notify_all();
  to_workers_.wait(lock, [&] { return !pause_; });
  --waiting_;
}

void HogwildPass::publish(std::size_t index) {
  Worker& worker = *workers_[index];
  if (const double loss = worker.loss.mean(); !std::isfinite(loss)) {
    throw loop_.non_finite_loss(loss, state_.step, worker.where_not_finite());
  }
  done_[index] = worker.progress();
  begun_[index] = true;
  state_.epoch_loss.add(worker.loss);
  worker.loss.clear();
  if (loop_.log_due(worker.batches)) loop_.log(loop_.learning_rate(progress()), worker.rows_touched, worker.batches);
}

double HogwildPass::progress() const {
  return std::accumulate(done_.begin(), done_.end(), 0.0) / static_cast<double>(done_.size());
}

}  // namespace rowgrad
