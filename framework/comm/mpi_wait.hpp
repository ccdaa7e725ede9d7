// How a rank waits for the others: MPI's own waiting keeps the core busy, on which there may be work to do.
#pragma once

#include <mpi.h>

#include <algorithm>
#include <chrono>
#include <thread>

namespace rowgrad {

/// Waits until the request is done. At first it lets others have the core after every few looks, each of which also
/// moves a piece of a long message on; most messages within a machine arrive in that time. Then it sleeps, longer and
/// longer: a wait is at most an eighth longer than it need be, or by the shortest sleep.
///
/// A message of `bytes` on which the rank depends to go on keeps it awake as long as a slow network needs for it:
/// looked at only now and then it would come in pieces that are as far apart. A patient rank sleeps from the start,
/// and half as long as it has waited.
inline void wait_for(MPI_Request& request, bool patient, std::size_t bytes = 0) {
  using Clock = std::chrono::steady_clock;
  constexpr std::chrono::microseconds longest_sleep{2000};
  const std::chrono::microseconds shortest_sleep(patient ? 500 : 50);
  const int looks_at_once = patient ? 4 : 16, share_slept = patient ? 2 : 8;
  const std::chrono::nanoseconds awake =
      patient ? std::chrono::nanoseconds(0) : std::chrono::nanoseconds(500'000 + 5 * bytes);  // 200 MB/s
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
      std::this_thread::sleep_for(std::clamp<Clock::duration>(waited / share_slept, shortest_sleep, longest_sleep));
  }
}

}  // namespace rowgrad
