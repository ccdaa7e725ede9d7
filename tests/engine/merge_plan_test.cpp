#include "engine/merge_plan.hpp"

#include "tests/catch.hpp"

namespace rowgrad {
namespace {

// How often each row is merged in so many rounds.
std::vector<std::size_t> times_merged(const MergePlan& plan, std::size_t rows, std::size_t rounds) {
  std::vector<std::size_t> times(rows, 0);
  for (std::size_t k = 0; k < rounds; ++k) {
    for (const Share range : plan.round(k)) {
      for (std::size_t i = range.first; i < range.last; ++i) ++times[i];
    }
  }
  return times;
}

TEST_CASE("rows twice as far down are merged half as often") {
  const auto times = times_merged(MergePlan(64, 4), 64, 16);
  for (const std::size_t row : {0, 3, 4, 7}) CHECK(times[row] == 16);
  for (const std::size_t row : {8, 15}) CHECK(times[row] == 8);
  for (const std::size_t row : {16, 31}) CHECK(times[row] == 4);
  for (const std::size_t row : {32, 63}) CHECK(times[row] == 2);
}

TEST_CASE("no row is forgotten, however the octaves fit") {
  for (const std::size_t rows : {1, 4, 5, 11, 57, 1000}) {
    const MergePlan plan(rows, 4);
    for (const std::size_t times : times_merged(plan, rows, rows)) CHECK(times > 0);
  }
}

TEST_CASE("all rounds of a merge plan cost about the same") {
  const MergePlan plan(1000, 4);
  for (std::size_t k = 0; k < 1000; ++k) {
    std::size_t count = 0;
    for (const Share range : plan.round(k)) count += range.count();
    CHECK(count <= plan.rows_per_round());
    CHECK(count + 4 >= plan.rows_per_round());
  }
}

}  // namespace
}  // namespace rowgrad
