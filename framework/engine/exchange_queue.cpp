#include "engine/exchange_queue.hpp"

#include <condition_variable>
#include <exception>
#include <mutex>
#include <queue>

#include "core/thread_pool.hpp"

namespace rowgrad {

struct ExchangeQueue::State {
  std::function<void(std::size_t)> work;
  std::mutex mutex;  // guards what follows
  std::condition_variable changed;
  std::queue<std::size_t> pieces;  // that under way first
  std::exception_ptr failure;
  bool ends = false;
};

ExchangeQueue::ExchangeQueue(std::function<void(std::size_t)> work) : state_(std::make_shared<State>()) {
  state_->work = std::move(work);
  thread_ = std::thread([state = state_] {
    work_alone();
    run(*state);
  });
}

ExchangeQueue::~ExchangeQueue() {
  std::unique_lock lock(state_->mutex);
  state_->ends = true;
  state_->changed.notify_all();
  const bool idle = state_->pieces.empty() || state_->failure;
  lock.unlock();
  if (idle)
    thread_.join();
  else
    thread_.detach();
}

void ExchangeQueue::add(std::size_t piece) {
  const std::lock_guard lock(state_->mutex);
  state_->pieces.push(piece);
  state_->changed.notify_all();
}

void ExchangeQueue::wait() {
  std::unique_lock lock(state_->mutex);
  state_->changed.wait(lock, [&] { return state_->pieces.empty() || state_->failure; });
  if (state_->failure) std::rethrow_exception(state_->failure);
}

void ExchangeQueue::run(State& state) {
  std::unique_lock lock(state.mutex);
  while (!state.failure) {
    state.changed.wait(lock, [&] { return state.ends || !state.pieces.empty(); });
    if (state.ends) return;
    const std::size_t piece = state.pieces.front();
    lock.unlock();
    std::exception_ptr failure;
    try {
      state.work(piece);
    } catch (...) {
      failure = std::current_exception();
    }
    lock.lock();
    state.pieces.pop();
    state.failure = failure;
    state.changed.notify_all();
  }
}

}  // namespace rowgrad
