// PassOrder: the random order of one training pass, made once and read by all of the pass's shards.
#pragma once

#include <mutex>
#include <vector>

#include "core/random.hpp"

namespace rowgrad {

/// Thread-safe. Takes 8 bytes per item, whatever the number of shards.
class PassOrder {
 public:
  /// The order of {0, …, n − 1} that the pass's stream gives, made by the first who asks while others wait. REQUIRES:
  /// the same n and stream in each call.
  const std::vector<std::size_t>& of(std::size_t n, const Random& pass);

 private:
  std::once_flag made_;
  std::vector<std::size_t> order_;
};

}  // namespace rowgrad
