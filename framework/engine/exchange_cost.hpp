// ExchangeCost: what it takes to send something between the ranks, as measured.
#pragma once

#include "comm/communicator.hpp"

namespace rowgrad {

struct ExchangeCost {
  double latency = 0.0;           // of one collective operation, in seconds
  double seconds_per_byte = 0.0;  // that a rank receives

  /// Of `operations` collectives in which a rank receives `bytes` together.
  double seconds(double operations, double bytes) const { return operations * latency + bytes * seconds_per_byte; }
};

/// Sends a few messages and times them, some milliseconds; the same result on all ranks. Collective.
ExchangeCost measure_exchange(Communicator& communicator);

}  // namespace rowgrad
