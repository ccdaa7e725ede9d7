#include "engine/graph_steps.hpp"

#include <fmt/format.h>

#include <cmath>

#include "comm/counts.hpp"
#include "engine/non_finite.hpp"
#include "engine/slot_share.hpp"

namespace rowgrad {
namespace {

std::vector<bool> trained_parameters(const Graph& graph, const Optimizer<float>& optimizer) {
  std::vector<bool> trained;
  for (std::size_t p = 0; p < graph.parameters().size(); ++p) trained.push_back(optimizer.trains(p));
  return trained;
}

}  // namespace

GraphSteps::GraphSteps(const TrainingContext& context, RunState& state, TrainingLoop& loop, RunObserver& observer,
                       std::size_t slots, Reduction reduction)
    : context_(context),
      graph_(context.graph),
      state_(state),
      loop_(loop),
      slots_(slots),
      reduction_(reduction),
      reads_(rows_read(graph_)),
      mine_(share_of(slots, context.communicator)),
      batches_(mine_.count()),
      tape_(std::make_shared<Tape<float>>(make_lean_tape<float>(graph_))),
      pulled_(std::make_shared<PulledRows>(graph_, context.communicator)),
      gradients_(step_gradients(graph_, trained_parameters(graph_, loop.optimizer()), slots, context.communicator,
                                pulled_, tape_, [&observer](const std::string& text) { observer.note(text); })),
      buffers_(graph_, context.communicator, slots) {
  tell_cost_of_exact_rows(observer);
  for (std::size_t p = 0; p < reads_.size(); ++p) {
    if (is_dealt_out(graph_.parameters()[p], context.communicator)) reads_[p] = {};
  }
}

std::size_t GraphSteps::read(BatchSource& source) {
  std::size_t count = 0;
  own_ = 0;
  for (; count < slots_; ++count) {
    const bool is_mine = mine_.contains(count);
    if (!(is_mine ? source.next(batches_[own_]) : source.skip())) break;
    own_ += is_mine ? 1 : 0;
  }
  return count;
}

// Of all ranks' batches together.
std::vector<double> GraphSteps::weights() const {
  const std::vector<std::size_t> rows = loss_rows(graph_, {batches_.data(), own_});
  if (context_.communicator.alone() || reduction_ == Reduction::sum) return loss_weights(rows, reduction_);
  return loss_weights(summed_over_ranks(rows, context_.communicator), reduction_);
}

// The rows that this rank reads. Those of other ranks' batches are brought up to date when their gradient comes: all
// ranks then have the same again. A sharded table's are brought up to date by their owners, before others get them.
void GraphSteps::catch_up() {
  Optimizer<float>& optimizer = loop_.optimizer();
  for (std::size_t i = 0; i < own_; ++i) optimizer.catch_up(state_.parameters, reads_, batches_[i]);
  if (own_ == 0) {
    Batch nothing;  // but tables that all others read as a whole
    nothing.ids.resize(graph_.input_count());
    optimizer.catch_up(state_.parameters, reads_, nothing);
  }
  if (pulled_->idle()) return;
  PulledRows::Asked catch_up_owned;
  if (optimizer.defers())
    catch_up_owned = [&](std::size_t p, std::span<const Id> own) {
      optimizer.catch_up_rows(p, state_.parameters, own);
    };
  pulled_->pull(std::span(batches_).first(own_), state_.parameters, catch_up_owned);
}

void GraphSteps::step(std::size_t count, double lr) {
  const std::size_t sent_before = context_.communicator.bytes_sent();
  const auto of_losses = weights();
  gradients_->begin(count);
  buffers_.begin(state_.parameters, count);
  losses_.clear();
  catch_up();
  run_slots(of_losses);
  Gradients<float>& gradients = gradients_->sum();
  buffers_.finish(state_.parameters);
  add_losses(count);
  loop_.optimizer().step(state_.parameters, gradients, lr);
  ++state_.step;
  ++steps_;
  bytes_sent_ += context_.communicator.bytes_sent() - sent_before;
  if (loop_.log_due()) loop_.log(lr, rows_touched());
}

void GraphSteps::run_slots(const std::vector<double>& weights) {
  const PulledRows::InPlace fetched(*pulled_, state_.parameters);
  for (std::size_t i = 0; i < own_; ++i) slot(mine_.first + i, weights);
}

void GraphSteps::tell_traffic(RunObserver& observer) const {
  if (context_.communicator.alone() || steps_ == 0) return;
  double numbers = 0.0;
  for (std::size_t p = 0; p < graph_.parameters().size(); ++p) {
    const ParameterSpec& spec = graph_.parameters()[p];
    if (loop_.optimizer().trains(p)) numbers += static_cast<double>(spec.rows) * static_cast<double>(spec.columns);
  }
  observer.note(fmt::format("this rank sent {:.1f} kB per step; the weights that are trained are {:.1f} kB",
                            1e-3 * static_cast<double>(bytes_sent_) / static_cast<double>(steps_),
                            1e-3 * sizeof(float) * numbers));
}

void GraphSteps::slot(std::size_t i, const std::vector<double>& weights) {
  Mode mode = loop_.mode(state_.step);
  if (i > 0) mode.random = mode.random.stream(i);
  buffers_.begin_slot(state_.parameters);
  const Batch& batch = batches_[i - mine_.first];
  forward(graph_, batch, state_.parameters, *tape_, mode);
  backward(graph_, batch, state_.parameters, *tape_, gradients_->begin_slot(i), mode, weights, gradients_->listener(i));
  gradients_->end_slot(i);
  buffers_.end_slot(state_.parameters);
  LossMeter loss;
  loss.add(graph_, *tape_);
  losses_.insert(losses_.end(), loss.parts().begin(), loss.parts().end());
  if (!std::isfinite(loss.mean()) && not_finite_.empty())
    not_finite_ = first_non_finite_layer(graph_, state_.parameters, *tape_);
}

// In the order of the slots, whoever computed them.
void GraphSteps::add_losses(std::size_t count) {
  const std::size_t losses = graph_.losses().size();
  std::vector<LossMeter::Part> all(count * losses);
  context_.communicator.gather(std::span<const LossMeter::Part>(losses_), std::span<LossMeter::Part>(all),
                               slot_counts(slots_, count, context_.communicator, losses));
  for (auto part = all.begin(); part != all.end(); part += static_cast<std::ptrdiff_t>(losses))
    state_.epoch_loss.add(LossMeter({part, part + static_cast<std::ptrdiff_t>(losses)}));
  if (const double loss = state_.epoch_loss.mean(); !std::isfinite(loss))
    throw loop_.non_finite_loss(loss, state_.step + 1, where_not_finite());
}

std::string GraphSteps::where_not_finite() {
  for (const auto& where : context_.communicator.gather(std::span<const char>(not_finite_))) {
    if (!where.empty()) return {where.begin(), where.end()};
  }
  return {};
}

std::vector<std::size_t> GraphSteps::rows_touched() {
  std::vector<std::size_t> counts;
  for (const auto& gradient : gradients_->sum()) counts.push_back(gradient.rows_touched());
  if (pulled_->idle()) return counts;
  const auto of_all = summed_over_ranks(counts, context_.communicator);
  for (std::size_t p = 0; p < counts.size(); ++p) {
    if (is_dealt_out(graph_.parameters()[p], context_.communicator)) counts[p] = of_all[p];
  }
  return counts;
}

void GraphSteps::tell_cost_of_exact_rows(RunObserver& observer) {
  for (std::size_t p = 0; p < reads_.size(); ++p) {
    if (!loop_.optimizer().defers(p) || !reads_[p].all || reads_[p].inputs.empty()) continue;
    observer.note(fmt::format(
        "\"{}\" is looked up and also read as a whole every step: there, exact rows cost what dense rows cost",
        graph_.parameters()[p].name));
  }
}

}  // namespace rowgrad
