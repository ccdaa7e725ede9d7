#include "engine/row_push.hpp"

#include "tests/catch.hpp"
#include "tests/ranks.hpp"

namespace rowgrad {
namespace {

// The gradient of one slot: some rows of a table of 10 x 3, with values whose sum depends on the order.
Gradient<float> slot_gradient(std::size_t slot, std::span<const Id> ids) {
  Gradient<float> gradient(10, 3);
  for (const Id id : ids) {
    const float x = 1.0F / static_cast<float>(1 + id + 7 * slot), g[] = {x, x * x, 1e6F * x};
    gradient.add_row(id, g);
  }
  return gradient;
}

TEST_CASE("rows are added by their owner in the order of the slots, as in one process") {
  const std::vector<std::vector<Id>> touched{{9, 0, 4}, {4, 3}, {}, {3, 4, 5, 9}, {0, 4}};
  Gradient<float> expected(10, 3);
  for (std::size_t s = 0; s < touched.size(); ++s) expected.add(slot_gradient(s, touched[s]));
  Ranks(3).run([&](Communicator& ranks) {
    const Share slots = share_of(touched.size(), ranks), own = share_of(10, ranks);
    std::vector<Id> ids;  // that this rank's slots look up
    for (std::size_t s = slots.first; s < slots.last; ++s) ids.insert(ids.end(), touched[s].begin(), touched[s].end());
    std::ranges::sort(ids);
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    std::vector<Gradient<float>> mine;
    for (std::size_t s = slots.first; s < slots.last; ++s) {
      const Gradient<float> by_id = slot_gradient(s, touched[s]);
      Gradient<float>& by_place = mine.emplace_back(10, 3);
      for (std::size_t i = 0; i < by_id.rows_touched(); ++i)
        by_place.add_row(static_cast<Id>(std::ranges::lower_bound(ids, by_id.touched()[i]) - ids.begin()),
                         by_id.block(i));
    }
    std::vector<const Gradient<float>*> pointers;
    for (const auto& gradient : mine) pointers.push_back(&gradient);
    Gradient<float> sum(own.count(), 3);
    RowPush(ranks).add_up(pointers, ids, 10, sum);
    const Matrix<float> here = sum.to_dense(), all = expected.to_dense();
    const auto lock = asserting();
    CHECK(std::equal(here.begin(), here.end(), row(all, own.first)));
    std::size_t touched_here = 0;
    for (const Id id : expected.touched()) touched_here += own.contains(id) ? 1 : 0;
    CHECK(sum.rows_touched() == touched_here);
  });
}

}  // namespace
}  // namespace rowgrad
