#include "comm/communicator.hpp"

#include <atomic>

#include "comm/counts.hpp"
#include "tests/catch.hpp"
#include "tests/ranks.hpp"

namespace rowgrad {
namespace {

// Each rank has as many numbers as its rank says, all of them its rank.
std::vector<int> own_numbers(int rank) { return std::vector<int>(static_cast<std::size_t>(rank), rank); }

TEST_CASE("ranks gather numbers in the order of the ranks, and some have none") {
  Ranks(3).run([](Communicator& c) {
    const std::vector<int> mine = own_numbers(c.rank());
    const auto all = c.gather(std::span<const int>(mine));
    if (all != std::vector<std::vector<int>>{{}, {1}, {2, 2}}) throw std::logic_error("gathered otherwise");
  });
}

TEST_CASE("ranks exchange what is meant for each other") {
  Ranks(3).run([](Communicator& c) {
    // Rank r sends rank s s numbers: 10 r + s.
    std::vector<int> out;
    for (int s = 0; s < 3; ++s) out.insert(out.end(), static_cast<std::size_t>(s), 10 * c.rank() + s);
    const std::vector<std::size_t> out_counts{0, 1, 2}, in_counts(3, static_cast<std::size_t>(c.rank()));
    std::vector<int> in(3 * in_counts[0]), expected;
    c.exchange(std::span<const int>(out), out_counts, std::span<int>(in), in_counts);
    for (int r = 0; r < 3; ++r) expected.insert(expected.end(), in_counts[0], 10 * r + c.rank());
    if (in != expected) throw std::logic_error("exchanged otherwise");
  });
}

TEST_CASE("each count becomes its sum over the ranks") {
  Ranks(4).run([](Communicator& c) {
    const auto sums = summed_over_ranks({1, static_cast<std::size_t>(c.rank())}, c);
    if (sums != std::vector<std::size_t>{4, 6}) throw std::logic_error("added otherwise");
  });
}

TEST_CASE("a rank that waits for one which has failed does not wait for ever") {
  CHECK_THROWS_WITH(Ranks(2).run([](Communicator& c) {
    if (c.first()) throw std::runtime_error("no more");
    c.wait_for_all();
    c.wait_for_all();
  }),
                    "no more");
}

TEST_CASE("the shares of n things are all of them, none twice, and differ by one at most") {
  for (const std::size_t n : {0UL, 1UL, 7UL, 12UL}) {
    std::size_t next = 0;
    for (int r = 0; r < 5; ++r) {
      const Share share = share_of(n, r, 5);
      CHECK(share.first == next);
      CHECK(share.count() - n / 5 <= 1);
      next = share.last;
    }
    CHECK(next == n);
  }
}

}  // namespace
}  // namespace rowgrad
