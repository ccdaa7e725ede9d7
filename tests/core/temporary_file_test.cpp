#include "core/temporary_file.hpp"

#include <cstdlib>

#include "core/error.hpp"
#include "tests/catch.hpp"

namespace rowgrad {

TEST_CASE("a folder for temporary files that is not there is one message that names TMPDIR") {
  const char* const before = std::getenv("TMPDIR");
  const std::string kept = before == nullptr ? "" : before;
  ::setenv("TMPDIR", "/no/such/folder", /*overwrite=*/1);
  CHECK_THROWS_WITH(temporary_file("the encoded text"), Catch::StartsWith("/no/such/folder: ") &&
                                                            Catch::Contains("which TMPDIR names") &&
                                                            Catch::EndsWith("set TMPDIR to a folder"));
  CHECK_THROWS_AS(temporary_folder(), Error);
  if (before == nullptr)
    ::unsetenv("TMPDIR");
  else
    ::setenv("TMPDIR", kept.c_str(), /*overwrite=*/1);
}

}  // namespace rowgrad
