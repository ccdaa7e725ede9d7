#include "engine/gradient_exchange.hpp"

#include <cstring>
#include <set>

#include "comm/one_process.hpp"
#include "core/random.hpp"
#include "engine/slot_share.hpp"
#include "tests/catch.hpp"
#include "tests/ranks.hpp"

namespace rowgrad {
namespace {

using Way = GradientExchange::Way;

// Random rows of a gradient; with `dense` all of them.
Gradient<float> some_gradient(std::size_t rows, std::size_t columns, std::size_t touches, bool dense, Random random) {
  Gradient<float> gradient(rows, columns);
  std::uint64_t draw = 0;
  const auto number = [&] { return static_cast<float>(random.uniform(draw++)) - 0.5F; };
  std::vector<float> row(columns);
  for (std::size_t t = 0; t < touches; ++t) {
    for (float& x : row) x = number();
    gradient.add_row(static_cast<Id>(random.uniform(draw++) * static_cast<double>(rows)), row.data());
  }
  if (!dense) return gradient;
  std::vector<float> all(rows * columns);
  for (float& x : all) x = number();
  gradient.add_dense(all.data());
  return gradient;
}

struct Case {
  std::size_t rows = 50, columns = 7, slots = 12, count = 12, touches = 20;
  std::vector<bool> dense = {};  // by slot; empty: none

  std::vector<Gradient<float>> gradients() const {
    std::vector<Gradient<float>> all;
    for (std::size_t s = 0; s < count; ++s)
      all.push_back(some_gradient(rows, columns, touches, !dense.empty() && dense[s], Random(7).stream(s)));
    return all;
  }
};

bool same_bits(const Gradient<float>& a, const Gradient<float>& b) {
  if (a.dense() != b.dense() || !std::ranges::equal(a.touched(), b.touched())) return false;
  const std::size_t blocks = a.dense() ? 1 : a.rows_touched(), n = a.dense() ? a.rows() * a.columns() : a.columns();
  for (std::size_t i = 0; i < blocks; ++i) {
    if (std::memcmp(a.block(i), b.block(i), n * sizeof(float)) != 0) return false;
  }
  return true;
}

// What `ranks` ranks make of it, checked against the sum in one process.
void check_sum(const Case& c, int ranks, Way way) {
  const auto slots = c.gradients();
  Gradient<float> expected(c.rows, c.columns);
  for (const auto& slot : slots) expected.add(slot);
  std::vector<char> same(static_cast<std::size_t>(ranks), 0);
  Ranks(ranks).run([&](Communicator& communicator) {
    GradientExchange exchange(communicator, {}, c.slots);
    const Share share = slots_of(c.slots, c.count, communicator.rank(), ranks);
    std::vector<const Gradient<float>*> mine;
    for (std::size_t s = share.first; s < share.last; ++s) mine.push_back(&slots[s]);
    Gradient<float> sum(c.rows, c.columns);
    for (int twice = 0; twice < 2; ++twice) exchange.add_up(mine, c.count, sum, way);
    same[static_cast<std::size_t>(communicator.rank())] = same_bits(sum, expected) ? 1 : 0;
  });
  CHECK(std::ranges::count(same, 1) == ranks);
}

TEST_CASE("ranks add gradients up to the bits of one process, in either way and in any number") {
  const std::vector<bool> all(12, true),
      some{true, false, false, true, false, false, false, false, true, true, false, true};
  const std::vector<bool> later{false, false, false, true, false, true, false, false, true, true, false, true};
  for (const int ranks : {1, 2, 3, 4, 7, 12}) {
    for (const Way way : {Way::gather, Way::reduce}) {
      CAPTURE(ranks, static_cast<int>(way));
      check_sum({}, ranks, way);
      check_sum({.touches = 300}, ranks, way);  // every row
      check_sum({.touches = 0}, ranks, way);    // none
      check_sum({.count = 5}, ranks, way);      // the last step of a pass
      check_sum({.count = 1}, ranks, way);
      check_sum({.dense = all}, ranks, way);
      check_sum({.rows = 1, .columns = 33, .dense = all}, ranks, way);
      check_sum({.dense = some}, ranks, way);
      check_sum({.dense = later}, ranks, way);
    }
  }
}

// What one rank sends in a step that touches a few rows of a table, and what these rows need: ids and numbers for each
// other rank when they are gathered.
void check_bytes(std::size_t table_rows) {
  constexpr std::size_t columns = 16, touches = 100;
  constexpr int ranks = 4;
  Ranks(ranks).run([&](Communicator& communicator) {
    const auto slot = some_gradient(table_rows, columns, touches, false, Random(3).stream(communicator.rank()));
    GradientExchange exchange(communicator, {}, ranks);
    Gradient<float> sum(table_rows, columns);
    const Gradient<float>* mine[] = {&slot};
    const std::size_t before = communicator.bytes_sent();
    exchange.add_up(mine, ranks, sum, Way::gather);
    const std::size_t gathered = communicator.bytes_sent() - before;
    const std::size_t header = sizeof(std::size_t), rows = slot.rows_touched() * (sizeof(Id) + columns * sizeof(float));
    if (gathered != (ranks - 1) * (header + rows)) throw std::runtime_error("other bytes than the rows need");
    exchange.add_up(mine, ranks, sum, Way::reduce);
    const std::size_t reduced = communicator.bytes_sent() - before - gathered;
    const std::size_t ids = (ranks - 1) * (header + slot.rows_touched() * sizeof(Id)),
                      own = sum.rows_touched() / ranks + 1;
    const std::size_t most = ids + (slot.rows_touched() + (ranks - 1) * own) * columns * sizeof(float);
    if (reduced > most) throw std::runtime_error("more bytes than the union's rows need");
  });
}

TEST_CASE("a step sends the rows that moved, whatever the table's size") {
  for (const std::size_t rows : {10'000, 100'000, 1'000'000, 10'000'000}) {
    CAPTURE(rows);
    CHECK_NOTHROW(check_bytes(rows));
  }
}

TEST_CASE("rows are reduced where that sends less, and gathered where another message costs more") {
  const Case many{.rows = 50, .columns = 64, .slots = 4, .count = 4, .touches = 400};
  const auto slots = many.gradients();
  const auto way_for = [&](ExchangeCost cost) {
    Way way = Way::gather;
    Ranks(4).run([&](Communicator& communicator) {
      GradientExchange exchange(communicator, cost, 4);
      Gradient<float> sum(many.rows, many.columns);
      const Gradient<float>* mine[] = {&slots[static_cast<std::size_t>(communicator.rank())]};
      const Way taken = exchange.add_up(mine, 4, sum);
      if (communicator.first()) way = taken;
    });
    return way;
  };
  CHECK(way_for({.latency = 1e-6, .seconds_per_byte = 1e-8}) == Way::reduce);  // a slow network
  CHECK(way_for({.latency = 1e-3, .seconds_per_byte = 1e-12}) == Way::gather);
}

}  // namespace
}  // namespace rowgrad
