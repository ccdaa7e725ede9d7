// How a rank waits for the others: MPI's own waiting keeps the core busy, on which there may be work to do.
#pragma once

#include <mpi.h>

#include <algorithm>
#include <chrono>
#include <thread>

namespace rowgrad {

/// Waits until the request is done. At first it lets others have the core after every few looks, each of which also
/// moves a piece of a long message on; most messages within a machine arrive in that time. Then it sleeps, longer and
/// longer: a wait is at most an eighth longer than it need be, or by the longest sleep.
///
/// A message of `bytes` on which the rank depends to go on keeps it awake as long as a slow network needs for it:
/// looked at only now and then it would come in pieces that are as far apart.
inline void wait_for(MPI_Request& request, std::size_t bytes = 0) {
  using Clock = std::chrono::steady_clock;
  constexpr std::chrono::microseconds longest_sleep{1000};
  const auto awake = std::chrono::microseconds(500) + std::chrono::nanoseconds(5 * bytes);  // 200 MB/s
  constexpr int looks_at_once = 16;
  const auto start = Clock::now();
  while (true) {
    for (int look = 0; look < looks_at_once; ++look) {
      int done = 0;
      MPI_Test(&request, &done, MPI_STATUS_IGNORE);
      if (done != 0) return;
    }
    const auto waited = Clock::now() - start;
    if (waited < awake)
      std::this_thread::yield();
    else
      std::this_thread::sleep_for(std::min<Clock::duration>(waited / 8, longest_sleep));
  }
}

}  // namespace rowgrad
