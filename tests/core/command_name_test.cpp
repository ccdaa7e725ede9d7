#include "core/command_name.hpp"

#include <cstdlib>

#include "tests/catch.hpp"

namespace rowgrad {
namespace {

// What the process was called as before is not known here: tests only look for the end of a hint.
struct Called {
  explicit Called(const std::string& argv0) { set_called(argv0); }
  ~Called() {
    ::unsetenv("ROWGRAD_CALLED");
    set_called("");
  }
};

TEST_CASE("a hint names the sibling of the program that was called, or the script that called it") {
  {
    const Called by_path("build/release/bin/rowgrad");
    CHECK(command_name("train") == "build/release/bin/train");
  }
  {
    const Called by_name("rowgrad");
    CHECK(command_name("train") == "train");
  }
  {
    const Called in_spaces("/my tools/train");
    CHECK(command_name("train") == "'/my tools/train'");
  }
  ::setenv("ROWGRAD_CALLED", "../rowgrad/run", 1);
  const Called by_script("/somewhere/build/release/bin/train");
  CHECK(command_name("train") == "../rowgrad/run train");
}

TEST_CASE("a path in a hint is one word for the shell") {
  CHECK(shell_word("runs/sentiment-2") == "runs/sentiment-2");
  CHECK(shell_word("my runs/a") == "'my runs/a'");
  CHECK(shell_word("it's $HOME") == "'it'\\''s $HOME'");
  CHECK(shell_word("") == "''");
}

}  // namespace
}  // namespace rowgrad
