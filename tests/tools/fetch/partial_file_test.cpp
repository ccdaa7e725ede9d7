#include "tools/fetch/partial_file.hpp"

#include "core/error.hpp"
#include "tests/catch.hpp"
#include "tests/cli/process.hpp"

namespace rowgrad {

using Catch::Matchers::Contains;

TEST_CASE("a part is there again with what it is a part of, and without it as good as none") {
  const TemporaryFolder folder;
  {
    PartialFile part(folder.path(), "x");
    part.start({"http://here/x", "\"v1\"", 10});
    part.append("abc");
    part.append("de");
  }
  CHECK(read_text(folder / "x.part") == "abcde");
  {
    const PartialFile again(folder.path(), "x");
    CHECK(again.size() == 5);
    CHECK(again.has_earlier_bytes());
    CHECK(again.origin().url == "http://here/x");
    CHECK(again.origin().validator == "\"v1\"");
    CHECK(again.origin().bytes == 10);
  }
  for (const char* spoilt : {"{", "[]", R"({"url": 1})"}) {
    folder.write("x.part.json", spoilt);
    CHECK(PartialFile(folder.path(), "x").origin().url.empty());
  }
}

TEST_CASE("starting forgets the bytes, and an empty part or a removed one leaves no file") {
  const TemporaryFolder folder;
  folder.write("x.part", "old");
  {
    PartialFile part(folder.path(), "x");
    CHECK(part.has_earlier_bytes());
    part.start({"http://here/x", "", 0});
    CHECK_FALSE(part.has_earlier_bytes());
    part.append("n");
    CHECK(read_text(folder / "x.part") == "n");
    part.remove();
  }
  { const PartialFile empty(folder.path(), "x"); }
  CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("two processes do not write the same part") {
  const TemporaryFolder folder;
  const PartialFile first(folder.path(), "x");
  CHECK_THROWS_WITH(PartialFile(folder.path(), "x"), Contains("another process is fetching this"));
  CHECK_NOTHROW(PartialFile(folder.path(), "y"));
}

TEST_CASE("a part is not written through a link") {
  const TemporaryFolder folder;
  folder.write("precious", "mine");
  std::filesystem::create_symlink("precious", folder / "x.part");
  CHECK_THROWS_AS(PartialFile(folder.path(), "x"), Error);
  CHECK(read_text(folder / "precious") == "mine");
}

}  // namespace rowgrad
