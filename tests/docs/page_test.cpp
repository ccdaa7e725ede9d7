#include "tests/docs/page.hpp"

#include "tests/catch.hpp"
#include "tests/docs/command_words.hpp"

namespace rowgrad {
namespace {

TEST_CASE("a page's commands are those after a dollar in blocks and code spans, with the lines shown below them") {
  const Page page = read_page(
      "`$ echo first` and `echo not`\n"
      "| theirs | `$ echo a \\| cat`, `no command` |\n"
      "```\nno output\n$ echo one \\\n  two\none two\n\n…\n$ cat <<END\n  a\nEND\n  a\n```\nno output\n"
      "```cpp\n$ neither\n```\n");
  REQUIRE(page.commands.size() == 4);
  CHECK(page.commands[0].text == "echo first");
  CHECK(page.commands[1].text == "echo a | cat");
  CHECK(page.commands[1].line == 2);
  CHECK(page.commands[2].text == "echo one \\\n  two");
  CHECK(page.commands[2].line == 5);
  CHECK(page.shown_by(page.commands[2]) == std::vector<std::string>{"one two", "", "…"});
  CHECK(page.commands[3].text == "cat <<END\n  a\nEND");
  CHECK(page.shown_by(page.commands[3]) == std::vector<std::string>{"  a"});
  CHECK(page.problems.empty());
  CHECK(read_page("```\n$ cat <<< word\nword\n```\n").commands.at(0).text == "cat <<< word");
}

TEST_CASE("what stands behind ```console says when a page's commands run") {
  const auto mark_of = [](const std::string& fence) {
    return read_page("See `rowgrad fetch`.\n" + fence + "\n$ true\n```\n").commands.at(0).mark;
  };
  CHECK(mark_of("```") == Mark::always);
  CHECK(mark_of("```console") == Mark::always);
  CHECK(mark_of("```sh") == Mark::always);
  CHECK(mark_of("```console long") == Mark::at_length);
  CHECK(mark_of("```console elsewhere") == Mark::elsewhere);
  CHECK(mark_of("```console by hand") == Mark::by_hand);
  CHECK(read_page("```console lang\n$ true\n```\n").problems == std::vector<std::string>{"line 1: no such mark: lang"});
}

TEST_CASE("a page says how to get data from elsewhere before it uses it") {
  const std::string block = "```console elsewhere\n$ train --config configs/gru.json --data names.txt\n```\n";
  CHECK(read_page(block).problems.size() == 1);
  CHECK(read_page("Get it by `rowgrad fetch names`.\n\n" + block).problems.empty());
  CHECK(read_page(block + "Got by `rowgrad fetch names`.\n").problems.size() == 1);
}

TEST_CASE("a command that stands on a page where no test would run it is noticed") {
  CHECK(read_page("```\n./run train --config configs/gru.json\n```\n").problems.size() == 1);
  CHECK(read_page("- text:\n  ```console\n  $ true\n  ```\n").problems.size() == 2);
  CHECK(read_page("text:\n\n    rowgrad nearest runs/sgns cat\n").problems.size() == 1);
  CHECK(read_page("```console\n$ rowgrad nearest runs/sgns cat\n  rowgrad nearest runs/sgns cat\n```\n")
            .problems.empty());
  const Page page =
      read_page("one `rowgrad nearest runs/sgns\ncat` and\n\n`train --config a.json`, `rowgrad nearest`\n");
  REQUIRE(page.mentions.size() == 2);
  CHECK(page.mentions[0].line == 1);
  CHECK(plain_command(page.mentions[0].text) == "rowgrad nearest runs/sgns cat");
  CHECK(page.mentions[1].line == 4);
}

TEST_CASE("a command is told from its name and from its form") {
  for (const char* text :
       {"rowgrad nearest runs/sgns cat", "./run rowgrad layers AdamW", "train --config a.json",
        "A=1 build/release/bin/rowgrad_tests [x]", "./run bench steps", "bench_optimizers drift",
        "echo a | rowgrad predict runs/a", "true; train --resume --out runs/a", "./run test --docs"}) {
    INFO(text);
    CHECK(is_command(text));
  }
  for (const char* text :
       {"rowgrad nearest", "train", "train --quiet", "./run test", "rowgrad predict RUN", "steps",
        "train … --data x.tsv --config a.json", "rowgrad nearest --json", "configs/train.json", ""}) {
    INFO(text);
    CHECK_FALSE(is_command(text));
  }
  CHECK(plain_command("./run  rowgrad \\\n a") == "rowgrad a");
  CHECK(plain_command("build/release/bin/train --config a") == "train --config a");
}

}  // namespace
}  // namespace rowgrad
