#include "engine/gradient_exchange.hpp"

#include <algorithm>

#include "comm/counts.hpp"
#include "engine/slot_share.hpp"
#include "kernels/rows.hpp"

namespace rowgrad {
namespace {

using Mine = std::span<const Gradient<float>* const>;

}  // namespace

GradientExchange::Way GradientExchange::add_up(Mine mine, std::size_t count, Gradient<float>& sum) {
  gather_ids(mine, count, sum.rows());
  return send(is_mixed() ? Way::gather : cheaper(sum.columns()), mine, sum);
}

GradientExchange::Way GradientExchange::add_up(Mine mine, std::size_t count, Gradient<float>& sum, Way way) {
  gather_ids(mine, count, sum.rows());
  return send(is_mixed() ? Way::gather : way, mine, sum);
}

GradientExchange::Way GradientExchange::send(Way way, Mine mine, Gradient<float>& sum) {
  sum.clear();
  if (way == Way::gather)
    gather_rows(mine, sum);
  else
    reduce_rows(mine, sum);
  return way;
}

// By rank, what a function of a slot adds up to over its slots.
template <class F>
std::vector<std::size_t> GradientExchange::by_rank(F&& count_of_slot) const {
  std::vector<std::size_t> counts;
  for (const Share& share : shares_) {
    std::size_t n = 0;
    for (std::size_t s = share.first; s < share.last; ++s) n += count_of_slot(description_[s]);
    counts.push_back(n);
  }
  return counts;
}

void GradientExchange::gather_ids(Mine mine, std::size_t count, std::size_t all_rows) {
  shares_.clear();
  for (int r = 0; r < communicator_.size(); ++r) shares_.push_back(slots_of(slots_, count, r, communicator_.size()));
  constexpr auto dense = ~std::size_t{0};
  std::vector<std::size_t> rows, all(count);
  for (const auto* gradient : mine) rows.push_back(gradient->dense() ? dense : gradient->rows_touched());
  description_.assign(count, {});
  communicator_.gather(std::span<const std::size_t>(rows), std::span<std::size_t>(all),
                       slot_counts(slots_, count, communicator_));
  std::size_t first = 0;
  for (std::size_t s = 0; s < count; ++s) {
    const bool is_dense = all[s] == dense;
    description_[s] = {is_dense ? all_rows : all[s], first, is_dense};
    first += is_dense ? 0 : all[s];
  }
  std::vector<Id> own;
  for (const auto* gradient : mine) {
    if (!gradient->dense()) own.insert(own.end(), gradient->touched().begin(), gradient->touched().end());
  }
  ids_.resize(first);
  is_united_ = false;
  if (first > 0) {
    communicator_.gather(std::span<const Id>(own), std::span<Id>(ids_),
                         by_rank([](const Slot& slot) { return slot.dense ? 0 : slot.rows; }));
  }
}

void GradientExchange::unite() {
  if (is_united_) return;
  is_united_ = true;
  union_.clear();
  places_.resize(ids_.size());
  for (std::size_t i = 0; i < ids_.size(); ++i) places_[i] = union_.find_or_add(ids_[i]).slot;
}

bool GradientExchange::is_mixed() const {
  return std::ranges::any_of(description_, [&](const Slot& slot) { return slot.dense != is_dense(); });
}

// The union has at least the rows of any slot: if it is cheaper to gather even then, it need not be known.
GradientExchange::Way GradientExchange::cheaper(std::size_t columns) {
  std::size_t least = 0;
  for (const Slot& slot : description_) least = std::max(least, slot.rows);
  if (gathering_is_cheaper(least, columns)) return Way::gather;
  unite();
  return gathering_is_cheaper(union_rows(), columns) ? Way::gather : Way::reduce;
}

bool GradientExchange::gathering_is_cheaper(std::size_t union_rows, std::size_t columns) const {
  const auto ranks = static_cast<double>(communicator_.size()), row_bytes = 4.0 * static_cast<double>(columns);
  double rows = 0.0;
  for (const Slot& slot : description_) rows += static_cast<double>(slot.rows);
  const double of_others = (ranks - 1.0) / ranks;
  const double gathered = cost_.seconds(1.0, rows * of_others * row_bytes);
  const double reduced = cost_.seconds(2.0, (rows / ranks + static_cast<double>(union_rows)) * of_others * row_bytes);
  return gathered <= reduced;
}

void GradientExchange::gather_rows(Mine mine, Gradient<float>& sum) {
  const std::size_t d = sum.columns();
  const std::vector<std::size_t> counts = by_rank([&](const Slot& slot) { return slot.rows * d; });
  const std::span<float> out = out_.of(counts[static_cast<std::size_t>(communicator_.rank())]);
  float* next = out.data();
  for (const auto* gradient : mine) {
    for (std::size_t i = 0; i < gradient->rows_touched(); ++i, next += d)
      std::copy_n(gradient->touched_row(i), d, next);
  }
  const std::span<float> all = whole_.of(sum_of(counts));
  communicator_.gather(std::span<const float>(out), all, counts);
  const float* values = all.data();
  for (const Slot& slot : description_) {
    if (slot.dense)
      sum.add_dense(values);
    else
      sum.refer_rows({ids_.data() + slot.first, slot.rows}, values);
    values += slot.rows * d;
  }
}

// The union's rows are cut into as many parts as there are ranks, by their places.
std::size_t GradientExchange::owner(std::size_t place) const {
  return ((place + 1) * shares_.size() - 1) / union_rows();
}

void GradientExchange::reduce_rows(Mine mine, Gradient<float>& sum) {
  unite();
  const std::size_t d = sum.columns(), n = union_rows();
  if (n == 0) return;
  deal_out(mine, d);
  add_up_own(d);
  const std::span<float> all = whole_.of(n * d);
  const std::size_t own = share_of(n, communicator_).count() * d;
  communicator_.gather(std::span<const float>(own_.data(), own), all, share_counts(n, communicator_, d));
  if (is_dense())
    sum.add_dense(all.data());
  else
    sum.refer_rows(union_.ids(), all.data());
}

// Each owner's rows of this rank's slots, slot by slot.
void GradientExchange::deal_out(Mine mine, std::size_t d) {
  const std::size_t ranks = shares_.size();
  const Slot* own = description_.data() + shares_[static_cast<std::size_t>(communicator_.rank())].first;
  out_n_.assign(ranks, 0);
  for (std::size_t s = 0; s < mine.size(); ++s) {
    for (std::size_t i = 0; i < own[s].rows; ++i) out_n_[owner(place(own[s], i))] += d;
  }
  std::vector<std::size_t> next(ranks);
  std::exclusive_scan(out_n_.begin(), out_n_.end(), next.begin(), std::size_t{0});
  const std::span<float> out = out_.of(sum_of(out_n_));
  for (std::size_t s = 0; s < mine.size(); ++s) {
    for (std::size_t i = 0; i < own[s].rows; ++i) {
      std::size_t& at = next[owner(place(own[s], i))];
      std::copy_n(mine[s]->touched_row(i), d, out.data() + at);
      at += d;
    }
  }
  in_n_ = by_rank([&](const Slot& slot) {
    std::size_t n = 0;
    for (std::size_t i = 0; i < slot.rows; ++i)
      n += owner(place(slot, i)) == static_cast<std::size_t>(communicator_.rank()) ? d : 0;
    return n;
  });
  const std::span<float> in = in_.of(sum_of(in_n_));
  communicator_.exchange(std::span<const float>(out), out_n_, in, in_n_);
}

void GradientExchange::add_up_own(std::size_t d) {
  const Share mine = share_of(union_rows(), communicator_);
  const std::span<float> own = own_.of(mine.count() * d);
  std::vector<bool> begun(mine.count(), false);
  const float* from = in_.data();
  for (const Slot& slot : description_) {
    for (std::size_t i = 0; i < slot.rows; ++i) {
      const std::size_t at = place(slot, i);
      if (!mine.contains(at)) continue;
      float* to = own.data() + (at - mine.first) * d;
      if (begun[at - mine.first])
        row_kernels<float>().axpy(1.0F, from, to, d);
      else
        std::copy_n(from, d, to);
      begun[at - mine.first] = true;
      from += d;
    }
  }
}

}  // namespace rowgrad
