#include "engine/row_push.hpp"

#include <algorithm>
#include <cstring>
#include <numeric>

#include "comm/counts.hpp"

namespace rowgrad {

void RowPush::add_up(std::span<const Gradient<float>* const> mine, std::span<const Id> ids, std::size_t all_rows,
                     Gradient<float>& sum) {
  const std::size_t d = sum.columns();
  deal_out(mine, ids, all_rows, d);
  const std::vector<std::size_t> ones(out_n_.size(), 1);
  in_n_.resize(out_n_.size());
  communicator_.exchange(std::span<const std::size_t>(out_n_), ones, std::span<std::size_t>(in_n_), ones);
  in_.resize(sum_of(in_n_));
  communicator_.exchange(std::span<const std::uint32_t>(out_), out_n_, std::span<std::uint32_t>(in_), in_n_);
  sum.clear();
  const auto first = static_cast<Id>(share_of(all_rows, communicator_).first);
  std::vector<float> values(d);
  for (const std::uint32_t* row = in_.data(); row < in_.data() + in_.size(); row += 1 + d) {
    std::memcpy(values.data(), row + 1, d * sizeof(float));
    sum.add_row(row[0] - first, values.data());
  }
}

void RowPush::deal_out(std::span<const Gradient<float>* const> mine, std::span<const Id> ids, std::size_t all_rows,
                       std::size_t d) {
  const auto ranks = static_cast<std::size_t>(communicator_.size());
  std::vector<std::size_t> owner(ids.size()), next(ranks, 0);  // by place
  for (std::size_t place = 0, r = 0; place < ids.size(); ++place) {
    while (!share_of(all_rows, static_cast<int>(r), communicator_.size()).contains(ids[place])) ++r;
    owner[place] = r;
  }
  out_n_.assign(ranks, 0);
  for (const auto* gradient : mine) {
    for (const Id place : gradient->touched()) out_n_[owner[place]] += 1 + d;
  }
  std::exclusive_scan(out_n_.begin(), out_n_.end(), next.begin(), std::size_t{0});
  out_.resize(sum_of(out_n_));
  for (const auto* gradient : mine) {
    for (std::size_t slot = 0; slot < gradient->rows_touched(); ++slot) {
      const Id place = gradient->touched()[slot];
      std::uint32_t* row = out_.data() + std::exchange(next[owner[place]], next[owner[place]] + 1 + d);
      row[0] = ids[place];
      std::memcpy(row + 1, gradient->block(slot), d * sizeof(float));
    }
  }
}

}  // namespace rowgrad
