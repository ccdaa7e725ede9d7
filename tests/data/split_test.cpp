#include "data/split.hpp"

#include <set>

#include "tests/catch.hpp"

namespace rowgrad {
namespace {

TEST_CASE("a split gives every item to one part, in the proportions asked for, by its seed alone") {
  const auto parts = split_items(1000, {0.8, 0.1, 0.1}, 7);
  CHECK(parts[0].size() == 800);
  CHECK(parts[1].size() == 100);
  std::set<std::size_t> all;
  for (const auto& part : parts) all.insert(part.begin(), part.end());
  CHECK(all.size() == 1000);
  CHECK(split_items(1000, {0.8, 0.1, 0.1}, 7) == parts);
  CHECK(split_items(1000, {0.8, 0.1, 0.1}, 8) != parts);
}

}  // namespace
}  // namespace rowgrad
