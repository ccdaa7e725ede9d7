// ExchangeQueue: a thread that does one piece of work after the other, in the order in which they were asked for.
#pragma once

#include <functional>
#include <memory>
#include <thread>

namespace rowgrad {

class ExchangeQueue {
 public:
  /// `work` gets what was asked for. What it refers to must live as long as it does: see the destructor.
  explicit ExchangeQueue(std::function<void(std::size_t)> work);
  /// Does not wait for work that is under way, which may itself wait for a rank that has failed: the thread is
  /// detached.
  ~ExchangeQueue();
  ExchangeQueue(const ExchangeQueue&) = delete;
  ExchangeQueue& operator=(const ExchangeQueue&) = delete;

  void add(std::size_t piece);
  /// Until everything asked for is done. Throws what work threw.
  void wait();

 private:
  struct State;
  static void run(State& state);

  std::shared_ptr<State> state_;  // the thread's too
  std::thread thread_;
};

}  // namespace rowgrad
