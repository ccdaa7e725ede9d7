#include "data/data_files.hpp"

#include <atomic>

#include "tests/catch.hpp"
#include "tests/ranks.hpp"
#include "tests/temporary_folder.hpp"

namespace rowgrad {
namespace {

using Catch::Matchers::Contains;

const Where where{"config.json", "/data"};

DataFiles read(const Json& json) {
  DataFiles files;
  Keys keys;
  files.declare(keys);
  keys.read(json, where);
  return files;
}

TEST_CASE("files named for a split are that split, a file that is cut is all three") {
  const DataFiles named = read({{"train", "a.txt"}, {"test", "b.txt"}});
  CHECK(named.items(Split::train, Split::train, 3) == std::vector<std::size_t>{0, 1, 2});
  CHECK(named.items(Split::train, Split::test, 3).empty());
  CHECK(named.items(Split::test, Split::test, 2) == std::vector<std::size_t>{0, 1});
  CHECK(!named.has_file(Split::dev));
  CHECK(!named.is_split());

  const DataFiles cut = read({{"train", "a.txt"}, {"split", {0.5, 0.25, 0.25}}});
  CHECK(cut.is_split());
  CHECK(cut.items(Split::train, Split::train, 8).size() == 4);
  CHECK(cut.items(Split::train, Split::dev, 8).size() == 2);
  CHECK(cut.items(Split::train, Split::test, 8).size() == 2);
}

TEST_CASE("a dev part is cut off the training file beside a test file") {
  const Json json{{"train", "a.txt"}, {"test", "b.txt"}, {"split", {0.75, 0.25}}};
  const DataFiles files = read(json);
  CHECK_NOTHROW(files.check(where));
  CHECK(files.items(Split::train, Split::train, 8).size() == 6);
  CHECK(files.items(Split::train, Split::dev, 8).size() == 2);
  CHECK(files.items(Split::train, Split::test, 8).empty());
  CHECK(files.items(Split::test, Split::test, 3).size() == 3);
  Json three = json;
  three["split"] = {0.5, 0.25, 0.25};
  CHECK_THROWS_WITH(read(three).check(where), Contains("cuts off a test part, but data.test names a file"));
}

TEST_CASE("keys that contradict each other are refused before a file is looked at") {
  CHECK_THROWS_WITH(read({{"train", ""}}).check(where), Contains("/data/train"));
  CHECK_THROWS_WITH(read({{"train", "a"}, {"split", {0.5, 0.4}}}).check(where), Contains("that sum to 1"));
  CHECK_THROWS_WITH(read({{"train", "a"}, {"split", {0.5, 0.5}}, {"dev", "b"}}).check(where),
                    Contains("keep the split or the file"));
  CHECK_NOTHROW(read({{"train", "no such file"}}).check(where));
}

TEST_CASE("files that are not there or empty are refused where they are named") {
  const TemporaryFolder folder;
  const std::string text = folder.write("text.txt", "a\n").string(), empty = folder.write("empty.txt", "").string();
  CHECK_NOTHROW(read({{"train", text}}).check_readable(where));
  CHECK_THROWS_WITH(read({{"train", text}, {"dev", "/no/such/file"}}).check_readable(where), Contains("/data/dev"));
  CHECK_THROWS_WITH(read({{"train", text}, {"test", empty}}).check_readable(where),
                    Contains("/data/test") && Contains("found an empty file"));
}

TEST_CASE("standard input, which one of several ranks has, is refused by all of them") {
  std::atomic<int> refused = 0;
  Ranks(2).run([&](Communicator& c) {
    try {
      read({{"train", "-"}}).check_readable(where, c);
    } catch (const Error& e) {
      refused += std::string(e.what()).find("standard input reaches one rank alone") != std::string::npos ? 1 : 0;
    }
  });
  CHECK(refused == 2);
}

}  // namespace
}  // namespace rowgrad
