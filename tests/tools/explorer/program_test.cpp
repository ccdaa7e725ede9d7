#include "tools/explorer/program.hpp"

#include "core/error.hpp"
#include "tests/catch.hpp"

namespace rowgrad {
namespace {

TEST_CASE("a program gets its input and gives its output, however long, without one waiting for the other") {
  const std::string text(5'000'000, 'x');
  CHECK(run_program({"cat"}, text, "").out == text);
}

TEST_CASE("a program's exit code and errors come back, and arguments meet no shell") {
  const ProgramOutput found = run_program({"sh", "-c", "echo \"$1\" >&2; exit 3", "sh", "$HOME; x"}, "", "");
  CHECK(found.exit_code == 3);
  CHECK(found.err == "$HOME; x\n");
}

TEST_CASE("a program that is not installed is named, with what to do") {
  CHECK_THROWS_WITH(run_program({"no-such-program"}, "", "install it"),
                    Catch::Matchers::Contains("no-such-program") && Catch::Matchers::Contains("install it"));
}

}  // namespace
}  // namespace rowgrad
