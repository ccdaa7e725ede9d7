#include "data/text_part.hpp"

#include <atomic>
#include <mutex>

#include "comm/together.hpp"
#include "tests/catch.hpp"
#include "tests/ranks.hpp"
#include "tests/temporary_folder.hpp"

namespace rowgrad {
namespace {

using Catch::Contains;

TEST_CASE("each rank reads its part of a text and nothing else") {
  const TemporaryFolder folder;
  std::string text;
  for (int i = 0; i < 30000; ++i) text += i % 9 == 0 ? "some words\n" : "more of them ";
  const auto file = folder.write("text.txt", text);
  std::vector<std::size_t> read(3);
  Ranks(3).run([&](Communicator& c) {
    for (const TextBlock& block : read_part(file, Tokenizer("whitespace"), c).blocks)
      read[static_cast<std::size_t>(c.rank())] += block.bytes;
  });
  CHECK(read[0] + read[1] + read[2] == text.size());
  for (const std::size_t bytes : read)
    CHECK(std::abs(static_cast<double>(bytes) - static_cast<double>(text.size()) / 3) < 10);
}

TEST_CASE("a text that looks like a table is noted by all ranks in the same words") {
  const TemporaryFolder folder;
  std::string table;
  for (int i = 0; i < 100; ++i) table += "a text of some words\tyes\n";
  const auto file = folder.write("table.txt", table);
  std::atomic<int> noted = 0;
  Ranks(3).run([&](Communicator& c) {
    const std::string note = read_part(file, Tokenizer("whitespace"), c).form_note;
    noted += note.find("2 columns") != std::string::npos ? 1 : 0;
  });
  CHECK(noted == 3);
}

TEST_CASE("a file that one rank cannot read is an error on all, and that rank says which") {
  const TemporaryFolder folder;
  const auto file = folder.write("text.txt", "a b\n");
  std::atomic<int> elsewhere = 0;
  CHECK_THROWS_WITH(Ranks(3).run([&](Communicator& c) {
    try {
      (void)read_part(c.rank() == 1 ? folder / "none.txt" : file, Tokenizer("whitespace"), c);
    } catch (const FailedElsewhere&) {
      ++elsewhere;
    }
  }),
                    Contains("none.txt: cannot be read"));
  CHECK(elsewhere == 2);
}

TEST_CASE("ranks that find different texts all say so") {
  const TemporaryFolder folder;
  const auto one = folder.write("one.txt", "a b\n"), other = folder.write("other.txt", "a b c\n");
  std::atomic<int> told = 0;
  CHECK_THROWS_WITH(Ranks(3).run([&](Communicator& c) {
    try {
      (void)read_part(c.rank() == 1 ? other : one, Tokenizer("whitespace"), c);
    } catch (const Error&) {
      ++told;
      throw;
    }
  }),
                    Contains("expected the same text on all ranks, found 4 bytes on rank 0 and 6 on rank 1"));
  CHECK(told == 3);
}

}  // namespace
}  // namespace rowgrad
