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

TEST_CASE("the first tokens are those that all of them begin with, and whether there are more is told") {
  for (const char* name : {"words", "whitespace"}) {
    const Tokenizer tokenizer(name);
    const auto first = [&](std::size_t most) {
      std::vector<std::string> tokens;
      std::string scratch;
      const bool more = tokenizer.for_each(
          "A b c ", scratch, [&](std::string_view token) { tokens.emplace_back(token); }, most);
      return std::pair(tokens.size(), more);
    };
    CHECK(first(0) == std::pair(std::size_t{0}, true));
    CHECK(first(2) == std::pair(std::size_t{2}, true));
    CHECK(first(3) == std::pair(std::size_t{3}, false));
    CHECK(first(Tokenizer::all) == std::pair(std::size_t{3}, false));
  }
}

}  // namespace
}  // namespace rowgrad
