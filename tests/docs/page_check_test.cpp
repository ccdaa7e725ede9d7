#include "tests/docs/page_check.hpp"

#include "tests/catch.hpp"

namespace rowgrad {
namespace {

// What is wrong with a page of one block.
std::vector<std::string> findings(const std::string& block, bool at_length = false, const std::string& mark = "") {
  std::vector<std::string> wrong;
  for (const PageFinding& finding : run_page(read_page("```console" + mark + "\n" + block + "\n```\n"), at_length))
    wrong.push_back(std::to_string(finding.command.line) + ": " + finding.what);
  return wrong;
}

using Wrong = std::vector<std::string>;

TEST_CASE("a page's command that fails, or does not print a line that is shown, is noticed") {
  CHECK(findings("$ echo one; echo two >&2\none\ntwo") == Wrong{});
  CHECK(findings("$ true\n$ echo one two\none") == Wrong{"3: \"one\" was not printed here, but: one two"});
  CHECK(findings("$ false; true") == Wrong{"2: exit code 1"});
  CHECK(findings("$ no-such-program") == Wrong{"2: exit code 127"});
  CHECK(findings("$ train --config no-such.json") == Wrong{"2: exit code 2"});
  CHECK(findings("$ train --config no-such.json\nerror: …") == Wrong{});
  CHECK(findings("$ true\nerror: none") == Wrong{"2: exit code 0"});
}

TEST_CASE("a page's command that fails before a pipe is noticed, one that writes more than head shows has not failed") {
  CHECK(findings("$ false | cat") == Wrong{"2: exit code 1"});
  CHECK(findings("$ (echo one; exit 3) | head -n 1\none") == Wrong{"2: exit code 3"});
  CHECK(findings("$ for i in 1 2; do seq 100000 | head -n 1; done\n1\n1") == Wrong{});
}

TEST_CASE("a page's commands run in one folder, with the repository's data and configs, and ./run") {
  CHECK(findings("$ ./run rowgrad count data/names.txt > counted\n$ head -1 counted; ls configs/gru.json\n"
                 "25 symbols, …\nconfigs/gru.json\n$ build/release/bin/train --version\nrowgrad …") == Wrong{});
  CHECK(findings("$ echo spoilt > data/names.txt\n$ cat data/names.txt\nspoilt") == Wrong{});  // its own copy
  const auto where = run_page(read_page("```\n$ echo $PWD/data/names.txt\n?\n```\n"), false);
  CHECK(where.at(0).shown_instead == Wrong{"…/data/names.txt"});
}

TEST_CASE("long commands of a page run when asked for, those from elsewhere or by hand never") {
  CHECK(findings("$ false", false, " long").empty());
  CHECK(findings("$ false", true, " long").size() == 1);
  CHECK(findings("$ false", true, " elsewhere").empty());
  CHECK(findings("$ false", true, " by hand").empty());
}

TEST_CASE("a page is rewritten with what its commands print, and is right from then on") {
  const Page stale = read_page(R"(# Counts

```console
$ seq 3
1
3
$ printf '3 files\n0.25 s in all\nmore\n'
4 files
… s in all

$ echo a
b
```

| `$ false` |

```
$ false
kept
```
)");
  const auto wrong = run_page(stale, true);
  CHECK(wrong.size() == 5);
  const std::string text = updated(stale, wrong);
  CHECK(text == R"(# Counts

```console
$ seq 3
1
…
3
$ printf '3 files\n0.25 s in all\nmore\n'
3 files
… s in all

$ echo a
a
```

| `$ false` |

```
$ false
kept
```
)");
  const auto still_wrong = run_page(read_page(text), true);  // what fails cannot be put right
  REQUIRE(still_wrong.size() == 2);
  CHECK(still_wrong[0].failed);
  CHECK(still_wrong[1].failed);
}

}  // namespace
}  // namespace rowgrad
