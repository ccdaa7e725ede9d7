#include "core/file_part.hpp"

#include <sys/stat.h>

#include "core/error.hpp"
#include "core/regular_file.hpp"
#include "core/zero_blocks.hpp"
#include "tests/catch.hpp"
#include "tests/temporary_folder.hpp"

namespace rowgrad {
namespace {

TEST_CASE("parts that start anywhere make one file, in which blocks of zeros are holes") {
  const TemporaryFolder folder;
  const auto path = folder.write("file", "");
  std::string content(std::size_t{40} << 20, '\0');
  content[7] = 'a';
  for (std::size_t i = std::size_t{20} << 20; i < (std::size_t{21} << 20) + 3; ++i) content[i] = 'b';
  content[content.size() - 2] = 'c';
  std::filesystem::resize_file(path, content.size());
  const std::size_t cut = (std::size_t{20} << 20) + 1234;
  FilePart first(path), second(path);
  second.write_at(cut, content.data() + cut, content.size() - cut);
  first.write_at(0, content.data(), cut);
  first.flush();
  std::string read(content.size(), 'x');
  RegularFile(path).read(0, read.data(), read.size());
  CHECK((read == content));
  struct stat info = {};
  REQUIRE(::stat(path.c_str(), &info) == 0);
  CHECK(info.st_blocks * 512 < (2 << 20));
}

TEST_CASE("a file that a rank does not see asks for a file system that all ranks share") {
  CHECK_THROWS_WITH(FilePart("/nowhere/file"), Catch::Matchers::Contains("all ranks see"));
}

}  // namespace
}  // namespace rowgrad
