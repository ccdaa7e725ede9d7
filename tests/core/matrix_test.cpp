#include "core/matrix.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <stdexcept>

#include "tests/catch.hpp"

namespace rowgrad {
namespace {

// How many of the whole pages in [data, data + bytes) the machine has provided, and how many there are.
std::pair<std::size_t, std::size_t> provided_pages(const void* data, std::size_t bytes) {
  const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
  const std::uintptr_t first = (reinterpret_cast<std::uintptr_t>(data) + page - 1) / page * page;
  const std::uintptr_t last = (reinterpret_cast<std::uintptr_t>(data) + bytes) / page * page;
  std::vector<unsigned char> there((last - first) / page);
  REQUIRE(::mincore(reinterpret_cast<void*>(first), last - first, there.data()) ==
          0);  // NOLINT(performance-no-int-to-ptr)
  const auto count = std::count_if(there.begin(), there.end(), [](unsigned char c) { return (c & 1) != 0; });
  return {static_cast<std::size_t>(count), there.size()};
}

TEST_CASE("a matrix that outgrows its memory takes an eighth more, and all of it at once") {
  constexpr std::size_t columns = 4096;  // floats: 16 KB a row
  Matrix<float> m;
  resize(m, 100, columns);
  CHECK(m.storage().capacity() == 100 * columns);  // a table takes what it needs
  resize(m, 104, columns);
  CHECK(rows(m) == 104);
  CHECK(m.storage().capacity() == 117 * columns);
  const float* const data = m.data();
  const auto [spare, spare_pages] = provided_pages(row(m, 0) + m.size(), 13 * columns * sizeof(float));
  CHECK(spare_pages > 40);
  CHECK(spare == spare_pages);

  set_zero(m);  // the largest batch so far
  for (const std::size_t rows_then : {90, 117, 3, 111}) resize(m, rows_then, columns);
  CHECK(m.data() == data);
  CHECK(rows(m) == 111);
}

TEST_CASE("a matrix that cannot have its memory is left empty, and asked again it refuses again") {
  constexpr std::size_t huge = std::size_t{1} << 31;  // squared: more than any vector holds
  Matrix<float> never, grown;
  resize(grown, 2, 3);
  for (Matrix<float>* m : {&never, &grown}) {
    for (int attempt = 0; attempt < 2; ++attempt) {
      CHECK_THROWS_AS(resize(*m, huge, huge), std::length_error);
      CHECK(m->size() == 0);
    }
    resize(*m, 4, 5);
    set_zero(*m);
    CHECK(m->size() == 20);
  }
}

}  // namespace
}  // namespace rowgrad
