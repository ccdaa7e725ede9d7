#include "core/standard_input.hpp"

#include "tests/catch.hpp"
#include "tests/cli/process.hpp"

namespace rowgrad {
namespace {

TEST_CASE("only the name - is standard input") {
  CHECK(is_standard_input("-"));
  CHECK_FALSE(is_standard_input("./-"));
  CHECK(shown_name("-") == "standard input");
  CHECK(shown_name("a.txt") == "a.txt");
}

TEST_CASE("messages call a file by its path from the working directory, if it lies below") {
  const std::filesystem::path here = std::filesystem::current_path();
  CHECK(shown_name(here / "data" / "a.txt") == "data/a.txt");
  CHECK(shown_name(here) == here.string());
  CHECK(shown_name(here.string() + "/") == here.string() + "/");
  CHECK(shown_name(here.parent_path() / "a.txt") == (here.parent_path() / "a.txt").string());
  CHECK(shown_name(here.string() + "x/a.txt") == here.string() + "x/a.txt");
}

TEST_CASE("standard input that is closed is refused, and an empty one is empty") {
  const Finished closed = run_command({"rowgrad", "count", "-"}, {.in = "closed"});
  CHECK(closed.code == 2);
  CHECK_THAT(closed.err, Catch::Contains("standard input: cannot be read"));
  const Finished empty = run_command({"rowgrad", "count", "-"});
  CHECK(empty.code == 2);
  CHECK_THAT(empty.err, Catch::Contains("standard input: expected text, found an empty file"));
}

TEST_CASE("a text from standard input counts as the file would") {
  const std::string names = read_text(source_file("data/names.txt"));
  const Finished piped = run_command({"rowgrad", "count", "-"}, {.input = names});
  CHECK(piped.code == 0);
  CHECK(piped.out == run_command({"rowgrad", "count", source_file("data/names.txt")}).out);
}

}  // namespace
}  // namespace rowgrad
