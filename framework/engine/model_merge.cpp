#include "engine/model_merge.hpp"

#include <algorithm>
#include <cmath>

namespace rowgrad {
namespace {

// Of a table that is looked up. Words that make up more than a thousandth of a text, the first hundred or two, are
// usually subsampled, so that these are met about equally often.
constexpr std::size_t hot_rows = 256;
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
    const std::size_t hot = std::max(hot_rows, whole);
    add(parameters[p].value, buffer ? Combine::mean : Combine::training, hot);
    for (Matrix<float>& slot : state.slots[p]) add(slot, of_state, hot);
  }
}

void ModelMerge::add(Matrix<float>& values, Combine combine, std::size_t hot) {
  pieces_.push_back({&values, values, combine, MergePlan(rows(values), hot)});
}

// Not for ever: what a rate bears does not grow with the number of ranks. Eight are 4 times, and so are more.
double ModelMerge::rate_factor(int ranks) { return std::clamp(0.5 * ranks, 1.0, 4.0); }

std::size_t ModelMerge::rows_per_round() const {
  std::size_t numbers = 0, width = 1;
  for (const Piece& piece : pieces_) {
    numbers += piece.plan.rows_per_round() * columns(*piece.now);
    width = std::max(width, columns(*piece.now));
  }
  return numbers / width;
}

void ModelMerge::add_up_some() {
  for (std::size_t p = 0; p < pieces_.size(); ++p) {
    for (const Share range : pieces_[p].plan.round(rounds_)) take(p, range);
  }
  ++rounds_;
  add_up();
}

void ModelMerge::all() {
  for (std::size_t p = 0; p < pieces_.size(); ++p) {
    const Matrix<float>& values = *pieces_[p].now;
    const std::size_t n = rows(values), at_once = std::max<std::size_t>(1, numbers_at_once / columns(values));
    for (std::size_t first = 0; first < n; first += at_once) {
      take(p, {first, std::min(n, first + at_once)});
      if (numbers_ < numbers_at_once) continue;
      add_up();
      take_over();
    }
  }
  add_up();
  take_over();
  for (const Piece& piece : pieces_) *piece.now = piece.base;  // not to the last bit so far: now + (sum - mine)
  merge_counts();
}

void ModelMerge::take(std::size_t p, Share range) {
  const Piece& piece = pieces_[p];
  taken_.push_back({p, range});
  const std::size_t n = range.count() * columns(*piece.now), at = numbers_;
  const float *now = row(*piece.now, range.first), *base = row(piece.base, range.first);
  if (mine_.size() < at + n) {
    mine_.resize(at + n);
    sum_.resize(at + n);
  }
  float *mine = mine_.data() + at, *sum = sum_.data() + at;
  for (std::size_t i = 0; i < n; ++i) mine[i] = sum[i] = now[i] - base[i];
  numbers_ += n;
}

void ModelMerge::add_up() { communicator_.add_up(std::span(sum_).first(numbers_)); }

void ModelMerge::take_over() {
  std::size_t at = 0;
  for (const auto& [p, range] : taken_) {
    give(pieces_[p], range, at);
    at += range.count() * columns(*pieces_[p].now);
  }
  taken_.clear();
  numbers_ = 0;
}

void ModelMerge::give(Piece& piece, Share range, std::size_t at) const {
  const float part = part_taken(piece.combine);
  float *now = row(*piece.now, range.first), *base = row(piece.base, range.first);
  const float *mine = mine_.data() + at, *sum = sum_.data() + at;
  const std::size_t n = range.count() * columns(*piece.now);
  for (std::size_t i = 0; i < n; ++i) {
    const float change = part * sum[i];
    base[i] += change;
    now[i] += change - mine[i];
  }
}

float ModelMerge::part_taken(Combine combine) const {
  const float mean = 1.0F / static_cast<float>(communicator_.size());
  if (combine == Combine::training) return 2.0F * mean;
  return combine == Combine::sum ? 1.0F : mean;
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
