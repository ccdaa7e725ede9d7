#include "core/text_file.hpp"

#include "core/error.hpp"
#include "tests/catch.hpp"
#include "tests/temporary_folder.hpp"

namespace rowgrad {
namespace {

TEST_CASE("a byte order mark is part of the bytes, not of the text") {
  const TemporaryFolder folder;
  const TextFile file(folder.write("a.txt", "\xEF\xBB\xBFword"));
  CHECK(file.text() == "word");
  CHECK(file.bytes().size() == 7);
  CHECK(TextFile(folder.write("b.txt", "\xEF\xBB")).text().size() == 2);
}

TEST_CASE("a small file cut short while it is open keeps its content") {
  const TemporaryFolder folder;
  const auto path = folder.write("a.txt", std::string(100000, 'x'));
  const TextFile file(path);
  std::filesystem::resize_file(path, 0);
  CHECK(file.text() == std::string(100000, 'x'));
}

TEST_CASE("a large file has the bytes it should") {
  const TemporaryFolder folder;
  std::string content(TextFile::largest_copy + 3, 'x');
  content.back() = '!';
  CHECK(TextFile(folder.write("a.txt", content)).text() == content);
}

TEST_CASE("what is released is there when it is read again") {
  const TemporaryFolder folder;
  for (const std::size_t size : {std::size_t{100000}, TextFile::largest_copy + 1}) {
    const std::string content(size, 'x');
    const TextFile file(folder.write("a.txt", content));
    file.release(file.text());
    CHECK(file.text() == content);
  }
}

TEST_CASE("what is no file to read is refused") {
  const TemporaryFolder folder;
  CHECK_THROWS_WITH(TextFile(folder.path()), Catch::Contains("found a directory"));
  CHECK_THROWS_WITH(TextFile("/dev/null"), Catch::Contains("pipe or device"));
  CHECK_THROWS_WITH(TextFile(folder / "missing"), Catch::Contains("cannot be read"));
  CHECK_THROWS_WITH(TextFile(folder / std::string(300, 'x')), Catch::Contains("cannot be read"));
}

}  // namespace
}  // namespace rowgrad
