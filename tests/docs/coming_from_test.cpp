// docs/coming-from.md: each of our commands runs and prints what stands below it; and the runner of pages notices when
// one does not.
#include "tests/catch.hpp"
#include "tests/docs/page_commands.hpp"

namespace rowgrad {
namespace {

TEST_CASE("every command for those who come from another tool runs and prints what the page shows") {
  check_page("docs/coming-from.md");
}

TEST_CASE("a page's commands are those after a dollar in blocks and tables, with the lines shown below them") {
  const auto commands = page_commands(
      "`$ not this`\n"
      "| theirs | `$ echo a \\| cat`, `no command`, `$ echo b` |\n"
      "```\nno output\n$ echo one \\\n  two\none two\n\n…\n  three\n$ echo\n```\nno output\n```\nneither\n```\n");
  REQUIRE(commands.size() == 4);
  CHECK(commands[0].text == "echo a | cat");
  CHECK(commands[0].line == 2);
  CHECK(commands[1].text == "echo b");
  CHECK(commands[2].text == "echo one \\\n  two");
  CHECK(commands[2].line == 5);
  CHECK(commands[2].shown == std::vector<std::string>{"one two", "  three"});
  CHECK(commands[3].text == "echo");
  CHECK(commands[3].shown.empty());
}

TEST_CASE("a page's command that fails, or does not print a line that is shown, is noticed") {
  const PageFolder folder;
  const auto difference_of = [&](const PageCommand& command) { return difference(command, folder.run(command)); };
  CHECK(difference_of({"echo one; echo two >&2", 1, {"two", "one"}}) == "");
  CHECK(difference_of({"echo one two", 1, {"one"}}) == "not printed: one");
  CHECK(difference_of({"false; true", 1}) == "exit code 1");
  CHECK(difference_of({"no-such-program", 1}) == "exit code 127");
  CHECK(difference_of({"train --config no-such.json", 1}) == "exit code 2");
  CHECK(difference_of(
            {"./run train --config configs/sentiment.json --set model.logits.out=clases",
             1,
             {"error: configs/sentiment.json: /model/2/out: unknown size \"clases\"; did you mean \"classes\"?"}}) ==
        "");
  CHECK(difference_of({"true", 1, {"error: none"}}) == "exit code 0");
}

}  // namespace
}  // namespace rowgrad
