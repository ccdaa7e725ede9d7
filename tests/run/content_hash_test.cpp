#include "run/content_hash.hpp"

#include <vector>

#include "tests/catch.hpp"
#include "tests/temporary_folder.hpp"

namespace rowgrad {
namespace {

TEST_CASE("a content hash is XXH3 with 64 bits") {
  // As `xxhsum -H3` has it, and XXH3's own sanity check for no bytes.
  CHECK(content_hash("", 0) == "2d06800538d394c2");
  const TemporaryFolder folder;
  CHECK(file_hash(folder.write("empty", "")) == "2d06800538d394c2");
}

TEST_CASE("a large file's hash sees a change in any piece") {
  std::vector<char> bytes((std::size_t{20} << 20) + 3, 'a');
  const std::string before = content_hash(bytes.data(), bytes.size());
  for (const std::size_t at : {std::size_t{0}, std::size_t{9} << 20, bytes.size() - 1}) {
    bytes[at] = 'b';
    CHECK(content_hash(bytes.data(), bytes.size()) != before);
    bytes[at] = 'a';
  }
  CHECK(content_hash(bytes.data(), bytes.size()) == before);
  CHECK(content_hash(bytes.data(), bytes.size() - 1) != before);
}

}  // namespace
}  // namespace rowgrad
