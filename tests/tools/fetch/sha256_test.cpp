#include "tools/fetch/sha256.hpp"

#include "tests/catch.hpp"
#include "tests/temporary_folder.hpp"

namespace rowgrad {

// FIPS 180-2, appendix B: the examples "abc" and a million times "a".
TEST_CASE("SHA-256 gives the standard's examples, in one piece or many, and of a file") {
  constexpr const char* of_abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  Sha256 whole, pieces;
  whole.add("abc");
  for (const char* letter : {"a", "", "b", "c"}) pieces.add(letter);
  CHECK(whole.finish() == of_abc);
  CHECK(pieces.finish() == of_abc);
  const TemporaryFolder folder;
  FetchObserver nobody;
  CHECK(sha256_of(folder.write("a", std::string(1'000'000, 'a')), nobody, "checking") ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

}  // namespace rowgrad
