#include "graph/table_blocks.hpp"

#include <algorithm>

namespace rowgrad {
namespace {

Share overlap(const Share& a, const Share& b) {
  const std::size_t first = std::max(a.first, b.first);
  return {first, std::max(first, std::min(a.last, b.last))};
}

}  // namespace

void for_each_block(const Parameter<float>& table, Communicator& communicator,
                    const std::function<void(const float* rows, std::size_t count)>& work) {
  const std::size_t all = table.spec.rows, d = table.spec.columns;
  if (!is_dealt_out(table.spec, communicator)) {
    if (communicator.first()) work(table.value.data(), all);
    return;
  }
  constexpr std::size_t block = std::size_t{1} << 16;
  std::vector<float> received;
  for (std::size_t first = 0; first < all; first += block) {
    const Share wanted{first, std::min(all, first + block)};
    const Share mine = overlap(wanted, own_rows(table.spec, communicator));
    std::vector<std::size_t> out_n(static_cast<std::size_t>(communicator.size()), 0), in_n = out_n;
    out_n[0] = mine.count() * d;
    for (int r = 0; communicator.first() && r < communicator.size(); ++r)
      in_n[static_cast<std::size_t>(r)] = overlap(wanted, share_of(all, r, communicator.size())).count() * d;
    received.resize(communicator.first() ? wanted.count() * d : 0);
    const float* own = out_n[0] == 0 ? nullptr : row(table.value, mine.first - table.first_row);
    communicator.exchange(std::span<const float>(own, out_n[0]), out_n, std::span<float>(received), in_n);
    if (communicator.first()) work(received.data(), wanted.count());
  }
}

}  // namespace rowgrad
