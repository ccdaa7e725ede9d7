#include "engine/exchange_cost.hpp"

#include <algorithm>
#include <array>
#include <chrono>

namespace rowgrad {
namespace {

// The median of some gatherings in which every rank gives `bytes`, in seconds.
double time_gathering(Communicator& communicator, std::size_t bytes) {
  constexpr std::size_t repetitions = 9;
  const auto ranks = static_cast<std::size_t>(communicator.size());
  const std::vector<std::byte> mine(bytes);
  std::vector<std::byte> all(bytes * ranks);
  const std::vector<std::size_t> counts(ranks, bytes);
  std::array<double, repetitions> seconds = {};
  for (double& s : seconds) {
    communicator.wait_for_all();
    const auto start = std::chrono::steady_clock::now();
    communicator.gather(std::span<const std::byte>(mine), std::span<std::byte>(all), counts);
    s = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  }
  std::ranges::nth_element(seconds, seconds.begin() + repetitions / 2);
  return seconds[repetitions / 2];
}

}  // namespace

ExchangeCost measure_exchange(Communicator& communicator) {
  if (communicator.alone()) return {};
  constexpr std::size_t large = std::size_t{1} << 18;
  const double latency = time_gathering(communicator, 8), whole = time_gathering(communicator, large);
  const double received = static_cast<double>(large) * (communicator.size() - 1);
  const ExchangeCost mine{latency, std::max(0.0, whole - latency) / received};
  return communicator.gather_one(mine)[0];
}

}  // namespace rowgrad
