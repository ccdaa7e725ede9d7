#include "data/text_block.hpp"

#include <fmt/format.h>

#include "tests/catch.hpp"

namespace rowgrad {
namespace {

TEST_CASE("the parts of a text are all of it, end after blanks, and each is its share but for a word") {
  std::string text;
  for (int i = 0; i < 500; ++i) text += fmt::format("w{}{}", i * i, i % 7 == 0 ? "\r\n" : " ");
  text += "last";
  for (const int ranks : {1, 2, 3, 5, 16}) {
    CAPTURE(ranks);
    std::size_t next = 0;
    for (int r = 0; r < ranks; ++r) {
      const Share part = part_of(text, r, ranks);
      CHECK(part.first == next);
      CHECK((part.first == 0 || text[part.first - 1] == ' ' || text[part.first - 1] == '\r' ||
             text[part.first - 1] == '\n'));
      const auto fair = static_cast<double>(text.size()) / ranks;
      CHECK(std::abs(static_cast<double>(part.count()) - fair) < 10.0);
      next = part.last;
    }
    CHECK(next == text.size());
  }
}

TEST_CASE("of a text with fewer words than ranks some parts are empty, and of none all are") {
  std::size_t empty = 0, next = 0;
  for (int r = 0; r < 5; ++r) {
    const Share part = part_of("one two", r, 5);
    CHECK(part.first == next);
    next = part.last;
    empty += part.count() == 0 ? 1 : 0;
    CHECK(part_of("", r, 5).count() == 0);
    CHECK(cut("", part_of("", r, 5)).empty());
  }
  CHECK(next == 7);
  CHECK(empty == 3);
}

TEST_CASE("a block's ids are its own until they are the vocabulary's, and what that lacks goes") {
  TextBlock block = cut("x y\nb a b\n\na", {4, 11}).at(0);
  CHECK(block.text == "b a b\n\n");
  CHECK(block.first_byte == 4);
  CHECK(block.bytes == 7);
  std::vector<Id> ids(7);
  block.encode(Tokenizer("whitespace"), ids.data());
  constexpr Id end = TextBlock::line_end;
  REQUIRE(block.length == 5);
  CHECK(ids == std::vector<Id>{0, 1, 0, end, end, 0, 0});
  CHECK(block.tokens == 3);
  Vocabulary vocabulary;
  for (const char* word : {"x", "y", "b"}) vocabulary.add(word);
  block.translate(vocabulary, ids.data());
  REQUIRE(block.length == 4);
  ids.resize(4);
  CHECK(ids == std::vector<Id>{2, 2, end, end});
}

}  // namespace
}  // namespace rowgrad
