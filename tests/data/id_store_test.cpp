#include "data/id_store.hpp"

#include "core/error.hpp"
#include "tests/catch.hpp"

namespace rowgrad {

TEST_CASE("ids that memory has no room for are kept in a file") {
  constexpr std::size_t n = 100000;
  IdStore store(4 * n, n, /*memory=*/0);
  REQUIRE(!store.in_memory());
  for (std::size_t i = 0; i < n; ++i) store.data()[i] = static_cast<Id>(i);
  store.shrink(n);
  const IdStore moved = std::move(store);
  CHECK(moved.data()[0] == 0);
  CHECK(moved.data()[n - 1] == n - 1);
}

TEST_CASE("of a file, what is claimed and given back takes disk and gives it back, and the rest stays") {
  constexpr std::size_t n = 1'000'000;
  IdStore store(n, n, /*memory=*/0);
  store.claim(0, n);
  for (std::size_t i = 0; i < n; ++i) store.data()[i] = 7;
  store.give_back(1000, n - 2000);
  CHECK(store.data()[999] == 7);
  CHECK(store.data()[n / 2] == 0);
  CHECK(store.data()[n - 1000] == 7);
  CHECK_THROWS_WITH(store.claim(0, std::size_t{1} << 58), Catch::Contains("no room for the encoded text"));
}

TEST_CASE("ids that neither memory nor disk has room for are refused before anything is read") {
  CHECK_THROWS_WITH(IdStore(100, std::size_t{1} << 58, /*memory=*/0), Catch::Contains("set TMPDIR"));
  CHECK(IdStore(100, 100).in_memory());
}

}  // namespace rowgrad
