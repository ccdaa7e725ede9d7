#include "engine/training_loop.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "comm/together.hpp"
#include "engine/non_finite.hpp"
#include "metrics/evaluate.hpp"

namespace rowgrad {

TrainingLoop::TrainingLoop(const Engine& engine, const TrainingContext& context, RunState& state, RunObserver& observer)
    : engine_(engine),
      context_(context),
      state_(state),
      observer_(observer),
      optimizer_(context.rule, context.graph.parameters(), state.optimizer),
      tokens_(engine.options.epochs * context.dataset.token_count(Split::train)),
      saved_step_(state.step),
      asked_at_step_(state.step),
      wanted_(context.graph.inputs_read()),
      reads_(rows_read(context.graph)) {
  observer_.started(progress(0.0));
  observer_.look(state_, progress(0.0));
}

BatchRequest TrainingLoop::request(std::size_t shard, std::size_t shards) const {
  BatchRequest request{Split::train,
                       engine_.options.batch_size,
                       /*training=*/true,
                       context_.random.stream("data").stream(state_.epoch),
                       shard,
                       shards,
                       wanted_};
  request.order = order_;
  return request;
}

Mode TrainingLoop::mode(std::size_t step) const { return {true, context_.random.stream("step").stream(step)}; }

RunProgress TrainingLoop::progress(double epoch_progress) const {
  const auto epochs = static_cast<double>(engine_.options.epochs);
  const double done = std::min(1.0, (static_cast<double>(state_.epoch) + epoch_progress) / epochs);
  return {state_.epoch, engine_.options.epochs, state_.step, done, state_.epoch_loss.mean(), tokens_, seconds()};
}

double TrainingLoop::learning_rate(double epoch_progress) const {
  return context_.rule.lr() * context_.schedule.factor(state_.step, progress(epoch_progress).fraction);
}

Wish TrainingLoop::report(double epoch_progress) {
  return wish_ = std::max(wish_, observer_.progressed(progress(epoch_progress)));
}

Wish TrainingLoop::agree(Wish wish) const { return std::ranges::max(context_.communicator.gather_one(wish)); }

Error TrainingLoop::non_finite_loss(double loss, std::size_t step, const std::string& where) const {
  const std::string begins = where.empty() ? first_non_finite_parameter(state_) : where;
  return diverged(fmt::format("the loss is {} at step {}{}{}", loss, step, begins.empty() ? "" : ", ", begins));
}

Error TrainingLoop::diverged(const std::string& what) const {
  const std::string kept = saved_step_ == 0 ? "there is no checkpoint yet"
                                            : fmt::format("the checkpoint of step {} is good and stays", saved_step_);
  return run_error("training", what, "lower optimizer.lr; " + kept);
}

// A step of many batches counts as one, or a line would follow each of them. What other ranks have done counts too, and
// may come between two steps of this one.
bool TrainingLoop::log_due(std::size_t batches) {
  const std::size_t apart = batches * engine_.options.log_every, before = asked_at_step_;
  asked_at_step_ = std::max(asked_at_step_, state_.step);
  return asked_at_step_ / apart != before / apart;
}

bool TrainingLoop::grant(Wish wish, double epoch_progress) {
  observer_.look(state_, progress(epoch_progress));
  if (wish >= Wish::save) save();
  wish_ = Wish::go_on;
  stopped_ = wish == Wish::save_and_stop;
  return stopped_;
}

void TrainingLoop::save() {
  stop_clock();
  together(context_.communicator, [&] {
    if (const std::string found = first_non_finite_parameter(state_); !found.empty())
      throw diverged(fmt::format("{} after step {}", found, state_.step));
  });
  observer_.save(state_);
  saved_step_ = state_.step;
}

void TrainingLoop::log(double lr, std::span<const std::size_t> rows_touched, std::size_t batches) {
  observer_.logged(
      {state_.epoch, state_.step, state_.epoch_loss.mean(), lr, touched_rows(rows_touched, batches), seconds()});
}

TouchedRows TrainingLoop::touched_rows(std::span<const std::size_t> counts, std::size_t batches) const {
  TouchedRows touched{std::accumulate(counts.begin(), counts.end(), std::size_t{0}), batches};
  for (std::size_t p = 0; p < counts.size(); ++p) {
    const ParameterSpec& spec = context_.graph.parameters()[p];
    if (optimizer_.trains(p) && !reads_[p].inputs.empty()) touched.tables.push_back({spec.name, counts[p], spec.rows});
  }
  return touched;
}

void TrainingLoop::end_epoch() {
  state_.last_epoch_loss = state_.epoch_loss.mean();
  state_.epoch_loss.clear();
  state_.shards.clear();
  ++state_.epoch;
  order_ = std::make_shared<PassOrder>();
  const EpochMetrics metrics = epoch_metrics();
  wish_ = agree(std::max(wish_, observer_.epoch_ended(metrics)));
  // After the last epoch whoever called the engine saves.
  const Wish wish = metrics.last ? std::min(wish_, Wish::look) : wish_;
  if (wish != Wish::go_on) grant(wish, 0.0);
}

EpochMetrics TrainingLoop::epoch_metrics() {
  const TrainOptions& options = engine_.options;
  EpochMetrics metrics{state_.epoch, options.epochs, state_.step};
  metrics.train_loss = state_.last_epoch_loss;
  if (context_.dataset.has(Split::dev)) {
    optimizer_.catch_up_all(state_.parameters);
    metrics.dev = evaluate(context_.graph, state_.parameters, context_.dataset, Split::dev,
                           context_.random.stream("dev"), context_.communicator);
    if (!std::isfinite(metrics.dev->loss))
      throw diverged(fmt::format("the dev split's loss is {} after step {}", metrics.dev->loss, state_.step));
    if (options.patience > 0) {
      BestEpoch& best = state_.best;
      best.observe(options.best_by, state_.epoch, *metrics.dev, state_.parameters);
      metrics.patience = {options.best_by, best.epoch, best.waited, best.waited >= options.patience};
    }
  }
  metrics.last = engine_.is_finished(state_);
  metrics.seconds = seconds();
  return metrics;
}

void TrainingLoop::finish() {
  stop_clock();
  if (stopped_) return;
  RunProgress done = progress(0.0);
  done.loss = state_.last_epoch_loss;
  done.seconds = state_.seconds;  // as the summary will say
  observer_.finished(done);
}

double TrainingLoop::seconds() const {
  return state_.seconds + std::chrono::duration<double>(std::chrono::steady_clock::now() - started_).count();
}

void TrainingLoop::stop_clock() {
  const auto now = std::chrono::steady_clock::now();
  state_.seconds += std::chrono::duration<double>(now - started_).count();
  started_ = now;
}

}  // namespace rowgrad
