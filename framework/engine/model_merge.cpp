#include "engine/model_merge.hpp"

#include <algorithm>
#include <array>

#include "comm/counts.hpp"
#include "kernels/rows.hpp"

namespace rowgrad {
namespace {

// Of a table that is looked up. Words that make up more than a thousandth of a text, the first hundred or two, are
// usually subsampled, so that these are met about equally often.
constexpr std::size_t hot_rows = 256;
// Merged in one go: enough for the network to be busy, and few enough for the cache.
constexpr std::size_t numbers_at_once = std::size_t{1} << 18;
// Of the mean of the ranks' changes: see model_merge.hpp.
constexpr double part_of_mean = 1.5;
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

// Not for ever: what a rate bears does not grow with the number of ranks.
double ModelMerge::rate_factor(int ranks) { return std::clamp(ranks / part_of_mean, 1.0, 4.0); }

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
  const auto settle = [&] {
    const std::vector<Taken> merged = taken_;
    add_up();
    take_over();
    for (const auto& [p, range] : merged) {  // what rounding kept back would stay apart
      const float* const base = row(pieces_[p].base, range.first);
      std::copy_n(base, range.count() * columns(pieces_[p].base), row(*pieces_[p].now, range.first));
    }
  };
  for (std::size_t p = 0; p < pieces_.size(); ++p) {
    const Matrix<float>& values = *pieces_[p].now;
    const std::size_t n = rows(values), at_once = std::max<std::size_t>(1, numbers_at_once / columns(values));
    for (std::size_t first = 0; first < n; first += at_once) {
      take(p, {first, std::min(n, first + at_once)});
      if (numbers_ >= numbers_at_once) settle();
    }
  }
  settle();
  merge_counts();
}

void ModelMerge::take(std::size_t p, Share range) {
  const Piece& piece = pieces_[p];
  taken_.push_back({p, range});
  const std::size_t n = range.count() * columns(*piece.now), at = numbers_;
  if (mine_.size() < at + n) mine_.resize(at + n);
  row_kernels<float>().round_difference(row(*piece.now, range.first), row(piece.base, range.first), mine_.data() + at,
                                        n);
  numbers_ += n;
}

void ModelMerge::add_up() {
  if (with_one())
    exchange_with_one();
  else
    add_up_by_shares();
}

// Two ranks send each other everything, which is as many bytes as by shares in half the messages, and add it up when
// they take it over. The order in which two numbers are added does not matter.
void ModelMerge::exchange_with_one() {
  std::array<std::size_t, 2> counts{numbers_, numbers_};
  counts[static_cast<std::size_t>(communicator_.rank())] = 0;
  others_.resize(std::max(others_.size(), numbers_));
  communicator_.exchange<BFloat16>(std::span(mine_).first(numbers_), counts, std::span(others_).first(numbers_),
                                   counts);
}

// Each rank adds up its share and tells all: none sends or receives more than its own changes twice, however many
// ranks there are.
void ModelMerge::add_up_by_shares() {
  const auto ranks = static_cast<std::size_t>(communicator_.size());
  const std::vector<std::size_t> shares = share_counts(numbers_, communicator_);
  const std::size_t own = shares[static_cast<std::size_t>(communicator_.rank())];
  others_.resize(own * ranks);
  share_.resize(own);
  sum_.resize(std::max(sum_.size(), numbers_));
  communicator_.exchange<BFloat16>(std::span(mine_).first(numbers_), shares, others_,
                                   std::vector<std::size_t>(ranks, own));
  std::vector<const BFloat16*> everybodys;
  for (std::size_t r = 0; r < ranks; ++r) everybodys.push_back(others_.data() + r * own);
  row_kernels<float>().round_sum(everybodys, share_.data(), own);
  communicator_.gather<BFloat16>(share_, std::span(sum_).first(numbers_), shares);
}

void ModelMerge::take_over() {
  const auto kernel = with_one() ? row_kernels<float>().take_over_from_one : row_kernels<float>().take_over;
  const BFloat16 *changes = with_one() ? others_.data() : sum_.data(), *mine = mine_.data();
  for (const auto& [p, range] : taken_) {
    Piece& piece = pieces_[p];
    const std::size_t n = range.count() * columns(*piece.now);
    kernel(part_taken(piece.combine), changes, mine, row(piece.base, range.first), row(*piece.now, range.first), n);
    changes += n;
    mine += n;
  }
  taken_.clear();
  numbers_ = 0;
}

float ModelMerge::part_taken(Combine combine) const {
  const float mean = 1.0F / static_cast<float>(communicator_.size());
  if (combine == Combine::training) return static_cast<float>(part_of_mean) * mean;
  return combine == Combine::sum ? 1.0F : mean;
}

// How often each row was updated, for the bias of averages over time: the mean too, but not 0 where one has updated it.
void ModelMerge::merge_counts() {
  for (RowClocks& clocks : state_.clocks) {
    if (clocks.rows.size() == 0) continue;
    clocks.rows = clocks.settled();
    clocks.floor = 0;
    const auto ranks = static_cast<std::size_t>(communicator_.size());
    const std::size_t n = clocks.rows.size();
    for (std::size_t first = 0; first < n; first += numbers_at_once) {  // of all ranks at the same time
      Id *const begin = clocks.rows.data() + first, *const end =
                                                        clocks.rows.data() + std::min(n, first + numbers_at_once);
      const auto sums = summed_over_ranks({begin, end}, communicator_);
      std::transform(sums.begin(), sums.end(), begin,
                     [&](std::size_t sum) { return static_cast<Id>((sum + ranks - 1) / ranks); });
    }
  }
}

}  // namespace rowgrad
