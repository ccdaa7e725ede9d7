#include "run/state_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace rowgrad {
namespace {

using Status = ShardPosition::Status;

std::string check_counts(const RunState& s, const StateLimits& limits) {
  const std::size_t begun = s.epoch + (s.shards.empty() ? 0 : 1);
  if (s.epoch > limits.epochs || begun > limits.epochs)
    return fmt::format("{} epochs were begun, but the run has {}", begun, limits.epochs);
  if (s.epoch > 0 && s.step == 0) return fmt::format("{} epochs are done in 0 steps", s.epoch);
  return {};
}

std::string check_shards(const RunState& s, const StateLimits& limits) {
  if (limits.sharded) return {};
  if (s.shards.size() > 1) return fmt::format("{} shards of a pass that is not cut", s.shards.size());
  if (s.shards.size() == 1 && s.shards[0].status != Status::under_way)
    return "an epoch is under way, but nowhere in the data";
  return {};
}

std::string check_losses(const RunState& s, const StateLimits& limits) {
  const auto& parts = s.epoch_loss.parts();
  if (parts.size() > limits.losses) return fmt::format("{} losses of {}", parts.size(), limits.losses);
  for (const auto& part : parts) {
    if (!std::isfinite(part.sum)) return "a loss that is not finite";
  }
  if (!std::isfinite(s.last_epoch_loss)) return "a loss that is not finite";
  if (!std::isfinite(s.seconds) || s.seconds < 0.0) return fmt::format("{} seconds of training", s.seconds);
  return {};
}

std::string check_best(const RunState& s) {
  const BestEpoch& best = s.best;
  if (!std::isfinite(best.loss) || !std::isfinite(best.accuracy)) return "a best epoch whose loss is not finite";
  if (best.epoch > s.epoch || best.waited > s.epoch - best.epoch) {
    return fmt::format("epoch {} was the best, {} epochs before the last of {}", best.epoch, best.waited, s.epoch);
  }
  return {};
}

std::string check_rates(const RunState& s) {
  const auto& rates = s.optimizer.rates;
  if (rates.size() > s.step) return fmt::format("{} learning rates of {} steps", rates.size(), s.step);
  const bool possible = std::all_of(rates.begin(), rates.end(), [](double lr) { return std::isfinite(lr) && lr >= 0; });
  return possible ? "" : "a learning rate that is none";
}

// Exact rows: 0 or, of the state, at most the weights' step; the weights' is among those whose rates are known.
// Counted rows: how often the row was updated, once a step at most, where steps have an order.
std::string check_clocks(const RunState& s, const StateLimits& limits) {
  const std::size_t first = s.step - s.optimizer.rates.size();
  for (const RowClocks& clocks : s.optimizer.clocks) {
    const bool exact = columns(clocks.rows) == 2;
    for (std::size_t i = 0; i < rows(clocks.rows); ++i) {
      const Id* at = row(clocks.rows, i);
      const bool possible =
          exact ? at[0] <= at[1] && at[1] <= s.step && at[1] >= first : limits.sharded || at[0] <= s.step;
      if (!possible) return fmt::format("row {} stands at step {} of {}", i, at[exact ? 1 : 0], s.step);
    }
  }
  return {};
}

}  // namespace

std::string impossible(const RunState& state, const StateLimits& limits) {
  for (const std::string& problem : {check_counts(state, limits), check_shards(state, limits),
                                     check_losses(state, limits), check_best(state), check_rates(state)}) {
    if (!problem.empty()) return problem;
  }
  return check_clocks(state, limits);  // after the rates, on whose number it relies
}

}  // namespace rowgrad
