#include "core/regular_file.hpp"

#include "core/error.hpp"
#include "tests/catch.hpp"
#include "tests/temporary_folder.hpp"

namespace rowgrad {
namespace {

TEST_CASE("bytes are read from anywhere, and a file that was cut short meanwhile says so") {
  const TemporaryFolder folder;
  const auto path = folder.write("file", "0123456789");
  const RegularFile file(path);
  CHECK(file.size() == 10);
  std::string read(4, ' ');
  file.read(3, read.data(), 4);
  CHECK(read == "3456");
  std::filesystem::resize_file(path, 5);
  CHECK_THROWS_AS(file.read(3, read.data(), 4), Error);
}

TEST_CASE("a folder is not a regular file") { CHECK_THROWS_AS(RegularFile("/tmp"), Error); }

}  // namespace
}  // namespace rowgrad
