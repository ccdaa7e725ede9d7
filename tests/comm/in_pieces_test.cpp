#include "comm/in_pieces.hpp"

#include <atomic>

#include "tests/catch.hpp"
#include "tests/ranks.hpp"

namespace rowgrad {
namespace {

// Rank r has 3 r numbers, which say whose they are and which.
std::vector<int> own_numbers(int rank) {
  std::vector<int> numbers(static_cast<std::size_t>(3 * rank));
  std::iota(numbers.begin(), numbers.end(), 100 * rank);
  return numbers;
}

TEST_CASE("what is gathered in pieces stands where it would stand in one, whatever a piece holds") {
  const std::vector<std::size_t> counts{0, 3, 6, 9};
  const std::vector<int> expected{100, 101, 102, 200, 201, 202, 203, 204, 205,
                                  300, 301, 302, 303, 304, 305, 306, 307, 308};
  for (const std::size_t piece_bytes : {1UL, 40UL, 64UL, 1000UL}) {
    CAPTURE(piece_bytes);
    std::atomic<int> same = 0;
    Ranks(4).run([&](Communicator& c) {
      const std::vector<int> mine = own_numbers(c.rank());
      std::vector<int> all(18, -1);
      gather_in_pieces(c, std::span<const int>(mine), std::span<int>(all), counts, piece_bytes);
      same += all == expected ? 1 : 0;
    });
    CHECK(same == 4);
  }
}

TEST_CASE("what stands at its place among all already may be gathered from there") {
  std::atomic<int> same = 0;
  Ranks(3).run([&](Communicator& c) {
    std::vector<int> all(6, -1);
    const auto start = static_cast<std::size_t>(2 * c.rank());
    all[start] = c.rank();
    all[start + 1] = 10 + c.rank();
    gather_in_pieces(c, std::span<const int>(all).subspan(start, 2), std::span<int>(all),
                     std::vector<std::size_t>(3, 2),
                     /*piece_bytes=*/12);
    same += all == std::vector<int>{0, 10, 1, 11, 2, 12} ? 1 : 0;
  });
  CHECK(same == 3);
}

TEST_CASE("nothing is gathered where nobody has anything") {
  Ranks(2).run([](Communicator& c) {
    std::vector<int> all;
    gather_in_pieces(c, std::span<const int>(), std::span<int>(all), std::vector<std::size_t>(2, 0));
    if (exchange_in_pieces(c, std::vector<std::vector<int>>(2)) != std::vector<std::vector<int>>(2))
      throw std::logic_error("something came");
  });
}

TEST_CASE("what is exchanged in pieces reaches those it is meant for, whatever a piece holds") {
  for (const std::size_t piece_bytes : {1UL, 24UL, 1000UL}) {
    CAPTURE(piece_bytes);
    std::atomic<int> same = 0;
    Ranks(3).run([&](Communicator& c) {
      // Rank r has r + 5 s numbers for rank s: 10 r + s.
      const auto meant = [](int from, int to) {
        return std::vector<int>(static_cast<std::size_t>(from + 5 * to), 10 * from + to);
      };
      std::vector<std::vector<int>> out, expected;
      for (int r = 0; r < 3; ++r) {
        out.push_back(meant(c.rank(), r));
        expected.push_back(meant(r, c.rank()));
      }
      same += exchange_in_pieces(c, out, piece_bytes) == expected ? 1 : 0;
    });
    CHECK(same == 3);
  }
}

}  // namespace
}  // namespace rowgrad
