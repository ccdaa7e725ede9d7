#include "core/zero_blocks.hpp"

#include <string>

#include "tests/catch.hpp"

namespace rowgrad {
namespace {

TEST_CASE("a sparse copy gives what a copy gives, over zeros and other bytes") {
  std::string from(3 * zero_block + 17, '\0'), to = from;
  from[zero_block + 5] = 'a';
  from.back() = 'b';
  to[3] = 'x';  // is overwritten by zeros
  copy_sparsely(from.data(), to.data(), from.size());
  CHECK(to == from);
  CHECK(all_zero(from.data(), zero_block));
  CHECK_FALSE(all_zero(from.data(), from.size()));
  CHECK(all_zero(nullptr, 0));
}

}  // namespace
}  // namespace rowgrad
