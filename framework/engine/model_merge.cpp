#include "engine/model_merge.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace rowgrad {
namespace {

std::size_t hot_rows() {
  const char* e = std::getenv("RG_HOT");
  return e ? std::atoi(e) : 32;
}
int way() {
  const char* e = std::getenv("RG_WAY");
  return e ? std::atoi(e) : 0;
}

// Merged in one go: enough for the network to be busy, and few enough for the cache.
constexpr std::size_t numbers_at_once = std::size_t{1} << 18;
// A parameter that is not looked up changes as a whole with every step; up to so many numbers it is merged as a whole.
constexpr std::size_t numbers_of_hot_matrix = std::size_t{1} << 14;

}  // namespace

ModelMerge::ModelMerge(Communicator& communicator, const Graph& graph, const UpdateRule& rule,
                       const Optimizer<float>& optimizer, Parameters<float>& parameters, OptimizerState<float>& state)
    : communicator_(communicator), state_(state) {
  const std::vector<RowsRead> reads = rows_read(graph);
  const Combine of_state = rule.zero_gradient() == ZeroGradient::none ? Combine::sum : Combine::mean;
  for (std::size_t p = 0; p < parameters.size(); ++p) {
    const ParameterSpec& spec = parameters[p].spec;
    const bool buffer = !spec.trainable;
    if (!buffer && !optimizer.trains(p)) continue;  // frozen
    const std::size_t whole =
        reads[p].inputs.empty() ? numbers_of_hot_matrix / std::max<std::size_t>(1, spec.columns) : 0;
    const std::size_t hot = std::max(hot_rows(), whole);
    add(parameters[p].value, buffer ? Combine::mean : Combine::sum, hot);
    for (Matrix<float>& slot : state.slots[p]) add(slot, of_state, hot);
  }
}

void ModelMerge::add(Matrix<float>& values, Combine combine, std::size_t hot) {
  pieces_.push_back({&values, values, combine, MergePlan(rows(values), hot)});
}

std::size_t ModelMerge::rows_per_round() const {
  std::size_t count = 0;
  for (const Piece& piece : pieces_) count += piece.plan.rows_per_round();
  return count;
}

void ModelMerge::some() {
  for (const Piece& piece : pieces_) {
    for (const RowRange range : piece.plan.round(rounds_)) take(piece, range);
  }
  merge(/*standing=*/false);
  ++rounds_;
}

void ModelMerge::all() {
  for (const Piece& piece : pieces_) {
    const std::size_t n = rows(*piece.now), at_once = std::max<std::size_t>(1, numbers_at_once / columns(*piece.now));
    for (std::size_t first = 0; first < n; first += at_once) {
      take(piece, {first, std::min(n, first + at_once)});
      if (mine_.size() >= numbers_at_once) merge(/*standing=*/true);
    }
  }
  merge(/*standing=*/true);
  merge_counts();
}

void ModelMerge::take(const Piece& piece, RowRange range) {
  taken_.emplace_back(static_cast<std::size_t>(&piece - pieces_.data()), range);
  const std::size_t d = columns(*piece.now), n = range.count() * d, at = mine_.size();
  const float *now = row(*piece.now, range.first), *base = row(piece.base, range.first);
  const std::size_t stride = way() == 0 ? 0 : range.count();
  mine_.resize(at + n + stride);
  for (std::size_t i = 0; i < n; ++i) mine_[at + i] = now[i] - base[i];
  for (std::size_t r = 0; r < stride; ++r) {
    double s = 0;
    for (std::size_t i = 0; i < d; ++i) s += double(mine_[at + r * d + i]) * mine_[at + r * d + i];
    mine_[at + n + r] = way() == 3 ? (s > 0 ? 1.0F : 0.0F) : float(s);
  }
}

void ModelMerge::merge(bool standing) {
  sum_ = mine_;
  communicator_.add_up(sum_);
  std::size_t at = 0;
  for (const auto& [piece, range] : taken_) give(pieces_[piece], range, at, standing);
  taken_.clear();
  mine_.clear();
}

void ModelMerge::give(Piece& piece, RowRange range, std::size_t& at, bool standing) const {
  const float share = piece.combine == Combine::mean ? 1.0F / static_cast<float>(communicator_.size()) : 1.0F;
  float *now = row(*piece.now, range.first), *base = row(piece.base, range.first);
  const std::size_t d = columns(*piece.now), n = range.count() * d;
  const float *mine = mine_.data() + at, *sum = sum_.data() + at;
  for (std::size_t r = 0; r < range.count(); ++r) {
    float f = share;
    if (way() == 1) f = 1.0F / float(communicator_.size());
    if (way() == 2 && piece.combine == Combine::sum) {
      double s = 0;
      for (std::size_t i = 0; i < d; ++i) s += double(sum[r * d + i]) * sum[r * d + i];
      f = s > sum[n + r] ? float(sum[n + r] / s) : 1.0F;
    }
    if (way() == 3) f = 1.0F / std::max(1.0F, sum[n + r]);
    for (std::size_t i = r * d; i < (r + 1) * d; ++i) {
      const float change = f * sum[i];
      base[i] += change;
      now[i] = standing ? base[i] : now[i] + (change - mine[i]);
    }
  }
  at += n + (way() == 0 ? 0 : range.count());
}

// How often each row was updated, for the bias of averages over time: the mean too, but not 0 where one has updated it.
void ModelMerge::merge_counts() {
  for (RowClocks& clocks : state_.clocks) {
    if (clocks.rows.size() == 0) continue;
    clocks.rows = clocks.settled();
    clocks.floor = 0;
    std::vector<float> counts(clocks.rows.begin(), clocks.rows.end());
    communicator_.add_up(counts);
    std::transform(counts.begin(), counts.end(), clocks.rows.begin(), [&](float sum) {
      return static_cast<Id>(std::ceil(sum / static_cast<float>(communicator_.size())));
    });
  }
}

}  // namespace rowgrad
