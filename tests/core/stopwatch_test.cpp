#include "core/stopwatch.hpp"

#include <thread>

#include "tests/catch.hpp"

namespace rowgrad {
namespace {

TEST_CASE("a stopwatch counts sleep by the clock, but not as time of the processor") {
  const Stopwatch watch;
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  CHECK(watch.seconds() >= 0.02);
  CHECK(watch.processor_seconds() < 0.01);
  while (watch.processor_seconds() < 0.01) {
  }
  CHECK(watch.seconds() >= 0.03);
}

}  // namespace
}  // namespace rowgrad
