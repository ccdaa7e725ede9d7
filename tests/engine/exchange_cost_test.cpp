#include "engine/exchange_cost.hpp"

#include "comm/one_process.hpp"
#include "tests/catch.hpp"
#include "tests/ranks.hpp"

namespace rowgrad {
namespace {

TEST_CASE("all ranks measure the same cost of a message and of a byte, and one process alone pays nothing") {
  std::vector<ExchangeCost> costs(3);
  Ranks(3).run([&](Communicator& c) { costs[static_cast<std::size_t>(c.rank())] = measure_exchange(c); });
  for (const ExchangeCost& cost : costs) {
    CHECK(cost.latency > 0.0);
    CHECK(cost.latency == costs[0].latency);
    CHECK(cost.seconds_per_byte == costs[0].seconds_per_byte);
  }
  CHECK(ExchangeCost{2.0, 0.5}.seconds(3.0, 10.0) == 11.0);
  CHECK(measure_exchange(one_process()).seconds(1.0, 1e9) == 0.0);
}

}  // namespace
}  // namespace rowgrad
