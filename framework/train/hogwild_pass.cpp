#include "train/hogwild_pass.hpp"

#include "core/parallel.hpp"

#if defined(__SANITIZE_THREAD__)
extern "C" {  // ThreadSanitizer's own interface, which has no public header for these
void AnnotateIgnoreReadsBegin(const char* file, int line);
void AnnotateIgnoreReadsEnd(const char* file, int line);
void AnnotateIgnoreWritesBegin(const char* file, int line);
void AnnotateIgnoreWritesEnd(const char* file, int line);
}
#endif

namespace rowgrad {
namespace {

// Races on parameter values are the method; ThreadSanitizer is told so for the length of a step.
class RacesByDesign {
 public:
#if defined(__SANITIZE_THREAD__)
  RacesByDesign() {
    AnnotateIgnoreReadsBegin(__FILE__, __LINE__);
    AnnotateIgnoreWritesBegin(__FILE__, __LINE__);
  }
  ~RacesByDesign() {
    AnnotateIgnoreWritesEnd(__FILE__, __LINE__);
    AnnotateIgnoreReadsEnd(__FILE__, __LINE__);
  }
#else
  RacesByDesign() = default;
  ~RacesByDesign() {}
#endif
  RacesByDesign(const RacesByDesign&) = delete;
  RacesByDesign& operator=(const RacesByDesign&) = delete;
};

constexpr std::chrono::milliseconds watch_interval{20};

}  // namespace

HogwildPass::HogwildPass(Training& training, MakeWorker make_worker, std::size_t shards)
    : training_(training), make_worker_(std::move(make_worker)) {
  const Json& saved = training.position;
  shards_.resize(saved.is_null() ? shards : saved.size());
  for (std::size_t s = 0; s < saved.size(); ++s) {
    shards_[s].position = saved[s];
    shards_[s].progress = saved[s] == true ? 1.0 : 0.0;
  }
}

void HogwildPass::run(int threads) {
  active_ = threads;
  std::vector<std::jthread> workers;
  for (int t = 0; t < threads; ++t) workers.emplace_back([this] { work(); });
  try {
    watch();
  } catch (...) {
    const std::lock_guard lock(mutex_);
    stop_ = true;
    pause_ = false;
    to_workers_.notify_all();
    throw;
  }
  workers.clear();
  if (failure_) std::rethrow_exception(failure_);
  training_.report(1.0);
}

void HogwildPass::watch() {
  std::unique_lock lock(mutex_);
  while (active_ > 0) {
    training_.report(progress());
    if (training_.save_due()) {
      pause_ = true;
      to_watcher_.wait(lock, [&] { return waiting_ == active_; });
      if (active_ > 0 && !failure_) training_.save(position());
      pause_ = false;
      to_workers_.notify_all();
    }
    to_watcher_.wait_for(lock, watch_interval, [&] { return active_ == 0; });
  }
}

void HogwildPass::work() {
  work_alone();
  std::unique_lock lock(mutex_);
  try {
    while (!stop_ && next_ < shards_.size()) work_through(next_++, lock);
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
  Shard& shard = shards_[index];
  if (shard.position == true) return;
  shard.worker = make_worker_(index, shards_.size());
  if (!shard.position.is_null()) shard.worker->seek(shard.position);
  while (true) {
    if (pause_) {
      ++waiting_;
      to_watcher_.notify_all();
      to_workers_.wait(lock, [&] { return !pause_; });
      --waiting_;
    }
    if (stop_) return;
    const double lr = training_.learning_rate(progress());
    const std::size_t step = training_.step++;
    bool more = false;
    lock.unlock();
    {
      const RacesByDesign racing;
      more = shard.worker->step(lr, step);
    }
    lock.lock();
    if (!more) break;
    publish(shard);
  }
  --training_.step;
  shard.progress = 1.0;
  shard.position = true;
  shard.worker.reset();
}

void HogwildPass::publish(Shard& shard) {
  shard.progress = shard.worker->progress();
  training_.epoch_loss.add(shard.worker->loss);
  shard.worker->loss.clear();
  if (training_.step % training_.experiment.engine().options.log_every == 0)
    training_.log("train", training_.epoch_loss.mean(), training_.learning_rate(progress()),
                  shard.worker->rows_touched);
}

double HogwildPass::progress() const {
  double sum = 0.0;
  for (const Shard& shard : shards_) sum += shard.progress;
  return sum / static_cast<double>(shards_.size());
}

Json HogwildPass::position() const {
  Json positions = Json::array();
  for (const Shard& shard : shards_) positions.push_back(shard.worker ? shard.worker->position() : shard.position);
  return positions;
}

}  // namespace rowgrad
