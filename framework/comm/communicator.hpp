// Communicator: the processes, or ranks, that train one run together, and what they tell each other.
//
// Every operation is collective: all ranks call it, in the same order, or none returns. One process alone is a
// communicator of size 1 (comm/one_process.hpp); MPI is another, in a library of its own (comm/load.hpp).
#pragma once

#include <cstddef>
#include <numeric>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

#include "core/share.hpp"

namespace rowgrad {

class Communicator {
 public:
  using Bytes = std::span<std::byte>;
  using ConstBytes = std::span<const std::byte>;
  using Counts = std::span<const std::size_t>;  // by rank

  virtual ~Communicator() = default;
  virtual int rank() const = 0;
  virtual int size() const = 0;
  /// The name of the machine on which this rank runs.
  virtual const std::string& host() const = 0;
  /// How many ranks share that machine, and so its memory: at least this one.
  virtual std::size_t ranks_here() const = 0;

  /// Puts everybody's bytes behind each other in `all`, which holds counts[r] · unit bytes of rank r.
  virtual void gather_bytes(ConstBytes mine, Bytes all, Counts counts, std::size_t unit) = 0;
  /// Rank r gets out_counts[r] · unit of the bytes in `out`, and in_counts[r] · unit of those in `in` are rank r's.
  virtual void exchange_bytes(ConstBytes out, Counts out_counts, Bytes in, Counts in_counts, std::size_t unit) = 0;
  /// Waits until every rank is here.
  virtual void wait_for_all() = 0;

  /// Called by a rank that gives up with this exit code, or with 0 if another's failure is why; waits for the others to
  /// give up too: a moment, or a minute if one of them is to say why. Returns everybody's codes, by rank, or nothing if
  /// some have not given up.
  virtual std::optional<std::vector<int>> all_give_up(int exit_code) = 0;
  /// Ends all ranks at once, as some cannot know that others have failed.
  [[noreturn]] virtual void abort(int exit_code) = 0;

  /// Whether operations may end a little later, to leave the cores to other threads: for those in the background.
  bool patient = false;

  bool first() const { return rank() == 0; }
  bool alone() const { return size() == 1; }
  /// What this rank's calls have put on the way to others so far, each byte once for each rank that receives it.
  std::size_t bytes_sent() const { return bytes_sent_; }

  /// Everybody's values, by rank; counts[r] of rank r.
  template <class T>
  void gather(std::span<const T> mine, std::span<T> all, Counts counts) {
    gather_bytes(std::as_bytes(mine), std::as_writable_bytes(all), counts, sizeof(T));
  }
  /// The same where nobody knows how many the others have.
  template <class T>
  std::vector<std::vector<T>> gather(std::span<const T> mine);
  /// Everybody's value, by rank.
  template <class T>
  std::vector<T> gather_one(const T& mine) {
    static_assert(std::is_trivially_copyable_v<T>);
    std::vector<T> all(static_cast<std::size_t>(size()));
    const std::vector<std::size_t> ones(all.size(), 1);
    gather(std::span<const T>(&mine, 1), std::span<T>(all), ones);
    return all;
  }
  template <class T>
  void exchange(std::span<const T> out, Counts out_counts, std::span<T> in, Counts in_counts) {
    exchange_bytes(std::as_bytes(out), out_counts, std::as_writable_bytes(in), in_counts, sizeof(T));
  }

 protected:
  std::size_t bytes_sent_ = 0;
};

template <class T>
std::vector<std::vector<T>> Communicator::gather(std::span<const T> mine) {
  const std::vector<std::size_t> counts = gather_one(mine.size());
  std::vector<T> all(std::accumulate(counts.begin(), counts.end(), std::size_t{0}));
  gather(mine, std::span<T>(all), counts);
  std::vector<std::vector<T>> by_rank;
  auto next = all.begin();
  for (const std::size_t count : counts) {
    const auto end = next + static_cast<std::ptrdiff_t>(count);
    by_rank.emplace_back(next, end);
    next = end;
  }
  return by_rank;
}

/// The part of n things that falls to a rank.
inline Share share_of(std::size_t n, int rank, int ranks) {
  return share_of(n, static_cast<std::size_t>(rank), static_cast<std::size_t>(ranks));
}
inline Share share_of(std::size_t n, const Communicator& c) { return share_of(n, c.rank(), c.size()); }

}  // namespace rowgrad
