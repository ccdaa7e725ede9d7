#include "data/tokenizer.hpp"

#include "tests/catch.hpp"

namespace rowgrad {
namespace {

TEST_CASE("the words tokenizer lower-cases, keeps apostrophes inside words and splits punctuation") {
  using Tokens = std::vector<std::string>;
  const Tokenizer words("words"), blanks("whitespace");
  CHECK(words.split("Not bad!") == Tokens{"not", "bad", "!"});
  CHECK(words.split("It's so-so...") == Tokens{"it's", "so", "-", "so", ".", ".", "."});
  CHECK(words.split("Déjà\tvu 2x") == Tokens{"déjà", "vu", "2x"});
  CHECK(words.split("  ").empty());
  CHECK(blanks.split("Not bad! it's") == Tokens{"Not", "bad!", "it's"});
}

}  // namespace
}  // namespace rowgrad
