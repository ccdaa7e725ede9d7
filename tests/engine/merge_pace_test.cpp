#include "engine/merge_pace.hpp"

#include "tests/catch.hpp"

namespace rowgrad {
namespace {

TEST_CASE("for each row of a round 12 tokens are trained") {
  const MergePace pace(100, 120000, 2);
  CHECK(pace.next(1.0) == Approx(0.01));
}

TEST_CASE("more ranks merge more often") {
  const MergePace pace(100, 120000, 5);
  CHECK(pace.next(1.0) == Approx(0.0025));
}

TEST_CASE("rounds are closer in the beginning, when a little training is much of all that has been") {
  const MergePace pace(100, 120000, 2);
  CHECK(pace.next(0.0) == Approx(0.01 / 16));
  CHECK(pace.next(0.02) == Approx(0.005));
}

TEST_CASE("where merging is dear, rounds are further apart, and closer again when it is not") {
  MergePace pace(100, 120000, 2);
  // A pass takes 10 s, and a round 0.05 of them, which shall be 8 % of what lies between two.
  for (int i = 0; i < 50; ++i) pace.measure({0.05, 0.05, 0.1, 0.01});
  CHECK(pace.next(10.0) == Approx(0.0625));
  for (int i = 0; i < 50; ++i) pace.measure({0.001, 0.001, 1.0, 0.1});
  CHECK(pace.next(1.0) == Approx(0.01));
}

TEST_CASE("on a slow network the next round is due when this one is over") {
  MergePace pace(100, 120000, 2);
  for (int i = 0; i < 50; ++i) pace.measure({0.001, 1.0, 0.1, 0.01});  // a pass takes 10 s, and a round 1 s
  CHECK(pace.next(10.0) == Approx(0.11));
}

}  // namespace
}  // namespace rowgrad
