// Ranks: several ranks in this process, a thread each, so that tests of them need no MPI.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>

#include "comm/communicator.hpp"

namespace rowgrad {

/// To be held where a rank asserts, with no operation after it: Catch2 takes assertions from one thread at a time.
inline std::unique_lock<std::mutex> asserting() {
  static std::mutex one_at_a_time;
  return std::unique_lock(one_at_a_time);
}

/// Calls body(communicator) on each of `ranks` threads and waits for all. If one throws, the others' next operation
/// throws too, and then run() throws what the first threw.
class Ranks {
 public:
  explicit Ranks(int ranks) : size_(ranks), sent_(static_cast<std::size_t>(ranks)) {}

  void run(const std::function<void(Communicator&)>& body) {
    std::vector<std::jthread> threads;
    for (int r = 0; r < size_; ++r) {
      threads.emplace_back([this, r, &body] {
        OneRank rank(*this, r);
        try {
          body(rank);
        } catch (...) {
          fail(std::current_exception());
        }
      });
    }
    threads.clear();  // joins
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  struct Gone {};  // what a rank throws that waits for one that has failed

  // What a rank shows to the others while they meet.
  struct Sent {
    Communicator::ConstBytes bytes = {};
    Communicator::Counts counts = {};
  };

  class OneRank : public Communicator {
   public:
    OneRank(Ranks& all, int rank) : all_(all), rank_(rank) {}
    int rank() const override { return rank_; }
    int size() const override { return all_.size_; }
    const std::string& host() const override { return host_; }
    std::size_t ranks_here() const override { return static_cast<std::size_t>(size()); }

    void gather_bytes(ConstBytes mine, Bytes all, Counts, std::size_t) override {
      show({.bytes = mine});
      auto at = all.begin();
      for (const Sent& sent : all_.sent_) at = std::ranges::copy(sent.bytes, at).out;
      all_.meet();
      bytes_sent_ += mine.size() * static_cast<std::size_t>(size() - 1);
    }

    void exchange_bytes(ConstBytes out, Counts out_counts, Bytes in, Counts, std::size_t unit) override {
      show({.bytes = out, .counts = out_counts});
      auto at = in.begin();
      for (const Sent& sent : all_.sent_) {
        const auto before = sent.counts.first(static_cast<std::size_t>(rank_));
        const std::size_t first = std::accumulate(before.begin(), before.end(), std::size_t{0});
        const std::size_t count = sent.counts[static_cast<std::size_t>(rank_)];
        at = std::ranges::copy(sent.bytes.subspan(first * unit, count * unit), at).out;
      }
      all_.meet();
      bytes_sent_ += out.size() - out_counts[static_cast<std::size_t>(rank_)] * unit;
    }

    void wait_for_all() override { all_.meet(); }
    std::optional<std::vector<int>> all_give_up(int) override { return std::nullopt; }
    void abort(int) override { std::terminate(); }

   private:
    void show(const Sent& sent) {
      all_.sent_[static_cast<std::size_t>(rank_)] = sent;
      all_.meet();
    }

    Ranks& all_;
    int rank_;
    std::string host_ = "localhost";
  };

  void meet() {
    std::unique_lock lock(mutex_);
    const std::size_t meeting = meetings_;
    if (++here_ == size_) {
      here_ = 0;
      ++meetings_;
      met_.notify_all();
    }
    met_.wait(lock, [&] { return meetings_ != meeting || failure_; });
    if (meetings_ == meeting) throw Gone();
  }
  void fail(std::exception_ptr failure) {
    const std::lock_guard lock(mutex_);
    if (!failure_) failure_ = std::move(failure);
    met_.notify_all();
  }

  int size_;
  std::vector<Sent> sent_;  // by rank
  std::mutex mutex_;        // guards what follows
  std::condition_variable met_;
  std::size_t meetings_ = 0;
  int here_ = 0;  // ranks that wait for the others
  std::exception_ptr failure_;
};

}  // namespace rowgrad
