#include "models/word2vec/fused_worker.hpp"

#include <algorithm>
#include <numeric>

namespace rowgrad {
namespace {

constexpr std::size_t windows_per_step = 1000;  // between two looks at the learning rate

}  // namespace

FusedWindowWorker::FusedWindowWorker(const SharedTraining& shared, const BatchRequest& request,
                                     const Word2vecDataset& dataset, const Word2vecRoles& roles)
    : Worker(shared.parameters.size()),
      roles_(roles),
      input_table_(shared.parameters[roles.input_table].value),
      target_table_(shared.parameters[roles.target_table].value),
      sampling_(dataset.sampling()),
      sampler_(dataset.part(request.split), sampling_, /*draws_negatives=*/true, request),
      windows_{Prepared(sampling_), Prepared(sampling_)} {
  const std::size_t n = 2 * sampling_.window, m = 1 + sampling_.negatives, d = columns(input_table_);
  fetch_.resize(n + m);
  scores_.resize(score_buffer_size(n, m));
  copies_.resize(n * d);
  starts_.resize(n);
  bag_.resize(d);
  bag_moved_.resize(d);
  prepare(*current_);
}

void FusedWindowWorker::seek(const PassPosition& position) {
  sampler_.seek(position);
  prepare(*current_);
}

void FusedWindowWorker::prepare(Prepared& p) {
  p.position = sampler_.position();
  p.valid = sampler_.next(p.window);
  p.inputs.clear();
  p.targets.clear();
  if (!p.valid) return;
  const bool pair = roles_.kind == Word2vecRoles::Kind::pairs;
  if (pair) {
    p.inputs.add(row(input_table_, p.window.center));
  } else {
    for (const Id id : p.window.context) p.inputs.add(row(input_table_, id));
  }
  p.targets.add(row(target_table_, pair ? p.window.context[0] : p.window.center));
  for (const Id id : p.window.negatives) p.targets.add(row(target_table_, id));
  const std::size_t inputs_seen = pair ? 1 : p.window.context.size();
  p.weighted = p.targets.size() != 1 + p.window.negatives.size() || p.inputs.size() != inputs_seen;
  if (p.weighted) weigh(p);
}

void FusedWindowWorker::weigh(Prepared& p) const {
  const std::size_t n = bag() ? 1 : p.inputs.size(), m = p.targets.size();
  for (std::size_t i = 0; i < n; ++i) {
    const float times = bag() ? 1.0F : p.inputs.count(i);
    for (std::size_t j = 0; j < m; ++j) p.weights[i * m + j] = times * p.targets.count(j);
  }
}

bool FusedWindowWorker::step(double lr, std::size_t) {
  if (!current_->valid) return false;
  std::size_t pairs = 0;
  std::size_t inputs = 0, targets = 0;  // rows touched
  losses_.fill(0.0F);
  const std::size_t most = std::min(windows_per_step, most_batches);
  for (batches = 0; batches < most && current_->valid; ++batches) {
    prepare(*next_);
    if (bag())
      train_bag(*current_, static_cast<float>(lr));
    else
      train_window(*current_, static_cast<float>(lr));
    pairs += bag() ? 1 : current_->window.context.size();
    inputs += current_->inputs.size();
    targets += current_->targets.size();
    std::swap(current_, next_);
  }
  std::ranges::fill(rows_touched, 0);
  rows_touched[roles_.input_table] += inputs;
  rows_touched[roles_.target_table] += targets;
  const auto middle = losses_.begin() + losses_.size() / 2;
  loss.add(roles_.positive_loss, 2, std::accumulate(losses_.begin(), middle, 0.0), pairs);
  loss.add(roles_.negative_loss, 2, std::accumulate(middle, losses_.end(), 0.0), pairs);
  return true;
}

void FusedWindowWorker::run_kernel(const Prepared& p, float* const* inputs, std::size_t n, float lr) {
  // The next window's targets are random rows; of its inputs, most are in the cache already.
  std::size_t fetched = next_->targets.size();
  std::copy_n(next_->targets.rows(), fetched, fetch_.begin());
  for (std::size_t i = 0; i < next_->inputs.size(); ++i) {
    if (!p.inputs.may_hold(next_->inputs.row(i))) fetch_[fetched++] = next_->inputs.row(i);
  }
  window_step({.inputs = inputs,
               .targets = p.targets.rows(),
               .n = n,
               .m = p.targets.size(),
               .d = columns(input_table_),
               .lr = lr,
               .weights = p.weighted ? p.weights.data() : nullptr,
               .scores = scores_.data(),
               .copies = copies_.data(),
               .starts = starts_.data(),
               .losses = losses_.data(),
               .next = fetch_.data(),
               .next_count = fetched});
}

void FusedWindowWorker::train_window(const Prepared& p, float lr) {
  run_kernel(p, p.inputs.rows(), p.inputs.size(), lr);
}

// The bag's own gradient goes back to every word in it.
void FusedWindowWorker::train_bag(const Prepared& p, float lr) {
  const auto& kernel = row_kernels<float>();
  const std::size_t d = bag_.size();
  const float share =
      roles_.kind == Word2vecRoles::Kind::bag_mean ? 1.0F / static_cast<float>(p.window.context.size()) : 1.0F;
  std::fill(bag_.begin(), bag_.end(), 0.0F);
  for (std::size_t i = 0; i < p.inputs.size(); ++i) {
    kernel.axpy(share * p.inputs.count(i), p.inputs.row(i), bag_.data(), d);
  }
  bag_moved_ = bag_;
  float* moved = bag_moved_.data();
  run_kernel(p, &moved, 1, lr);
  kernel.axpy(-1.0F, bag_.data(), moved, d);
  for (std::size_t i = 0; i < p.inputs.size(); ++i) {
    kernel.axpy(share * p.inputs.count(i), moved, p.inputs.row(i), d);
  }
}

}  // namespace rowgrad
