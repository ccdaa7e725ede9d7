#include "engine/hogwild_pass.hpp"

#include <cmath>
#include <numeric>

#include "comm/together.hpp"
#include "core/parallel.hpp"

namespace rowgrad {
namespace {

constexpr std::chrono::milliseconds watch_interval{20};

}  // namespace

HogwildPass::HogwildPass(TrainingLoop& loop, RunState& state, MakeWorker make_worker, HogwildRanks* ranks)
    : loop_(loop),
      make_worker_(std::move(make_worker)),
      ranks_(ranks),
      own_(ranks == nullptr ? Share{0, state.shards.size()} : ranks->own(state.shards.size())),
      state_(state),
      workers_(state.shards.size()),
      done_(state.shards.size(), 0.0),
      begun_(state.shards.size(), false),
      next_(own_.first),
      told_step_(state.step) {
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
  if (ranks_ != nullptr) ranks_->begin_pass(state_.epoch);
  while (!is_over()) {
    const Wish wish = loop_.report(progress());
    if (ranks_ == nullptr) {
      if (wish != Wish::go_on) grant(wish, lock);
    } else if (is_meeting_due()) {
      merge_or_grant(meet(wish, lock), lock);
    }
    to_watcher_.wait_for(lock, watch_interval, [&] { return active_ == 0 || is_meeting_due(); });
  }
}

// A rank that has failed, or nothing to do, meets the others all the same.
bool HogwildPass::is_meeting_due() const {
  if (ranks_ == nullptr || left_) return false;
  return active_ == 0 || (ranks_->due() < 1.0 && progress() >= ranks_->due());
}

// Without the lock, so that the workers go on if others are late. Returns the strongest wish.
Wish HogwildPass::meet(Wish wish, std::unique_lock<std::mutex>& lock) {
  const auto steps = static_cast<std::ptrdiff_t>(state_.step - told_step_);
  const Tidings mine{wish, failure_ != nullptr, steps, std::exchange(untold_loss_, {})};
  told_step_ = state_.step;
  lock.unlock();
  const Tidings others = ranks_->meet(mine);
  lock.lock();
  state_.step += static_cast<std::size_t>(others.steps);  // modulo 2^64, which takes back as well
  told_step_ += static_cast<std::size_t>(others.steps);
  state_.epoch_loss.add(others.loss);
  if (others.failed) {
    left_ = true;
    if (!failure_) throw FailedElsewhere();
  }
  return others.wish;
}

void HogwildPass::merge_or_grant(Wish wish, std::unique_lock<std::mutex>& lock) {
  if (left_) return;
  if (ranks_->due() >= 1.0) {  // what is wished for is kept for the end of the epoch
    ranks_->merge_all();
    left_ = true;
  } else if (wish != Wish::go_on) {
    grant(wish, lock);
  } else {
    lock.unlock();
    ranks_->add_up_some();
    lock.lock();
    let_stand(lock);
    ranks_->take_over();
    let_go_on();
  }
}

void HogwildPass::note_positions() {
  for (std::size_t s = 0; s < workers_.size(); ++s) {
    if (workers_[s] == nullptr || !begun_[s]) continue;  // one that has done nothing yet still waits
    state_.shards[s] = {ShardPosition::Status::under_way, workers_[s]->position()};
  }
}

// Waits until every worker stands between two steps.
void HogwildPass::let_stand(std::unique_lock<std::mutex>& lock) {
  pause_ = true;
  to_watcher_.wait(lock, [&] { return waiting_ == active_; });
}

void HogwildPass::let_go_on() {
  pause_ = false;
  to_workers_.notify_all();
}

void HogwildPass::grant(Wish wish, std::unique_lock<std::mutex>& lock) {
  let_stand(lock);
  if (ranks_ != nullptr) {
    meet(wish, lock);  // again: what they have done until they stood still
    if (!left_) {
      ranks_->merge_all();
      note_positions();
      ranks_->gather(state_.shards);
      left_ = stop_ = loop_.grant(wish, progress());
    }
  } else if (active_ > 0 && !failure_) {
    note_positions();
    stop_ = loop_.grant(wish, progress());
  }
  let_go_on();
}

void HogwildPass::work() {
  work_alone();
  std::unique_lock lock(mutex_);
  try {
    while (!stop_ && next_ < own_.last) work_through(next_++, lock);
  } catch (...) {
    if (!lock.owns_lock()) lock.lock();
    if (!failure_) failure_ = std::current_exception();
    stop_ = true;
    to_workers_.notify_all();
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
    wait_while_held(lock);
    if (stop_) return;
    const double lr = learning_rate();
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

// While all stand still, and while this rank is too far ahead of a meeting that others are late for.
bool HogwildPass::is_held() const {
  if (pause_) return true;
  return ranks_ != nullptr && !left_ && !stop_ && progress() >= ranks_->limit();
}

void HogwildPass::wait_while_held(std::unique_lock<std::mutex>& lock) {
  if (!is_held()) return;
  ++waiting_;
  to_watcher_.notify_all();
  to_workers_.wait(lock, [&] { return !is_held(); });
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
  if (ranks_ != nullptr) untold_loss_.add(worker.loss);
  worker.loss.clear();
  if (loop_.log_due(worker.batches)) loop_.log(learning_rate(), worker.rows_touched, worker.batches);
  if (is_meeting_due()) to_watcher_.notify_all();
}

double HogwildPass::learning_rate() const {
  const double rate = loop_.learning_rate(progress());
  return ranks_ == nullptr ? rate : ranks_->rate_factor() * rate;
}

double HogwildPass::progress() const {
  if (own_.count() == 0) return 1.0;
  const auto first = done_.begin() + static_cast<std::ptrdiff_t>(own_.first);
  return std::accumulate(first, first + static_cast<std::ptrdiff_t>(own_.count()), 0.0) /
         static_cast<double>(own_.count());
}

}  // namespace rowgrad
