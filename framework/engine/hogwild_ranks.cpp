#include "engine/hogwild_ranks.hpp"

namespace rowgrad {
namespace {

// While it lives, operations leave the cores to the workers.
class InBackground {
 public:
  explicit InBackground(Communicator& communicator) : communicator_(communicator) { communicator_.patient = true; }
  ~InBackground() { communicator_.patient = false; }
  InBackground(const InBackground&) = delete;
  InBackground& operator=(const InBackground&) = delete;

 private:
  Communicator& communicator_;
};

// Tidings as numbers, all of the same size: doubles hold whole numbers below 2^53.
enum Place : std::size_t { wish, failed, steps, next, losses };

}  // namespace

HogwildRanks::HogwildRanks(const TrainingContext& context, RunState& state, const Optimizer<float>& optimizer)
    : communicator_(context.communicator),
      losses_(context.graph.losses().size()),
      merge_(context.communicator, context.graph, context.rule, optimizer, state.parameters, state.optimizer),
      pace_(merge_.rows_per_round(),
            context.dataset.token_count(Split::train) / static_cast<std::size_t>(context.communicator.size()),
            context.communicator.size()) {}

void HogwildRanks::begin_pass(std::size_t epoch) {
  epoch_ = static_cast<double>(epoch);
  next_ = communicator_.gather_one(pace_.next(epoch_))[0];
  due_ = std::min(1.0, next_);
  merged_ = {};
  disturbed_ = false;
}

Tidings HogwildRanks::meet(const Tidings& mine) {
  if (!disturbed_) trained_ = merged_.seconds();
  std::vector<double> told(Place::losses + 2 * losses_, 0.0);
  told[Place::wish] = static_cast<double>(mine.wish);
  told[Place::failed] = mine.failed ? 1.0 : 0.0;
  told[Place::steps] = static_cast<double>(mine.steps);
  told[Place::next] = pace_.next(epoch_ + due_);
  for (std::size_t i = 0; i < mine.loss.parts().size(); ++i) {
    told[Place::losses + 2 * i] = mine.loss.parts()[i].sum;
    told[Place::losses + 2 * i + 1] = static_cast<double>(mine.loss.parts()[i].rows);
  }
  const InBackground background(communicator_);
  const auto all = communicator_.gather(std::span<const double>(told));
  Tidings others;
  for (int r = 0; r < communicator_.size(); ++r) {
    const std::vector<double>& from = all[static_cast<std::size_t>(r)];
    others.wish = std::max(others.wish, static_cast<Wish>(from[Place::wish]));
    others.failed = others.failed || from[Place::failed] != 0.0;
    if (r == communicator_.rank()) continue;
    others.steps += static_cast<std::ptrdiff_t>(from[Place::steps]);
    for (std::size_t i = 0; i < losses_; ++i)
      others.loss.add(i, losses_, from[Place::losses + 2 * i],
                      static_cast<std::size_t>(from[Place::losses + 2 * i + 1]));
  }
  told_next_ = all[0][Place::next];
  return others;
}

void HogwildRanks::add_up_some() {
  round_ = {};
  const InBackground background(communicator_);
  merge_.add_up_some();
}

void HogwildRanks::take_over() {
  merge_.take_over();
  const double since = disturbed_ ? trained_ + round_.seconds() : merged_.seconds();
  pace_.measure({round_.processor_seconds(), round_.seconds(), since, next_});
  disturbed_ = false;
  merged_ = {};
  next_ = told_next_;
  due_ = std::min(1.0, due_ + next_);
}

void HogwildRanks::merge_all() {
  merge_.all();
  disturbed_ = true;
}

void HogwildRanks::gather(std::vector<ShardPosition>& shards) {
  std::vector<std::uint64_t> mine;
  const Share own_ones = own(shards.size());
  for (std::size_t s = own_ones.first; s < own_ones.last; ++s) {
    mine.push_back(static_cast<std::uint64_t>(shards[s].status));
    mine.push_back(shards[s].at.size());
    mine.insert(mine.end(), shards[s].at.begin(), shards[s].at.end());
  }
  std::size_t s = 0;
  for (const auto& from : communicator_.gather(std::span<const std::uint64_t>(mine))) {
    for (auto at = from.begin(); at != from.end(); ++s) {
      shards[s].status = static_cast<ShardPosition::Status>(*at++);
      const auto numbers = static_cast<std::ptrdiff_t>(*at++);
      shards[s].at.assign(at, at + numbers);
      at += numbers;
    }
  }
}

}  // namespace rowgrad
