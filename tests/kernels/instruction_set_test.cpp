#include "kernels/instruction_set.hpp"

#include <array>
#include <cstdlib>

#include "tests/catch.hpp"

namespace rowgrad {
namespace {

constexpr std::array<std::string_view, 3> all{"generic", "avx2", "avx512"};
constexpr std::array<std::string_view, 2> older{"generic", "avx2"};
constexpr std::array<std::string_view, 1> oldest{"generic"};

TEST_CASE("ROWGRAD_ISA limits the instruction set, to nothing the processor lacks") {
  CHECK(instruction_set_for("", all) == "avx512");
  CHECK(instruction_set_for("avx512", all) == "avx512");
  CHECK(instruction_set_for("avx2", all) == "avx2");
  CHECK(instruction_set_for("generic", all) == "generic");
  CHECK(instruction_set_for("sse2", all) == "generic");
  CHECK(instruction_set_for("", older) == "avx2");
  CHECK(instruction_set_for("avx512", older) == "avx2");
  CHECK(instruction_set_for("avx512", oldest) == "generic");
}

TEST_CASE("an unknown instruction set in ROWGRAD_ISA is refused") {
  for (const char* wish : {"avx", "AVX2", "sse4.2", " "})
    CHECK_THROWS_WITH(instruction_set_for(wish, all), Catch::Contains("ROWGRAD_ISA") && Catch::Contains(wish));
}

TEST_CASE("the instruction set in use is the one that the environment asks for, or the best") {
  const auto available = available_instruction_sets();
  REQUIRE(available.front() == "generic");
  const char* wish = std::getenv("ROWGRAD_ISA");
  CHECK(instruction_set() == instruction_set_for(wish == nullptr ? "" : wish, available));
}

}  // namespace
}  // namespace rowgrad
