#include "models/word2vec/fused_worker.hpp"

#include <algorithm>

namespace rowgrad {
namespace {

constexpr std::size_t windows_per_step = 1000;  // between two looks at the learning rate

// Adds `id`'s row, or counts it again. Windows are short, so a search beats any index.
void add_row(Matrix<float>& table, Id id, std::vector<float*>& rows, std::vector<float>& counts) {
  float* r = row(table, id);
  const auto it = std::find(rows.begin(), rows.end(), r);
  if (it != rows.end()) {
    counts[static_cast<std::size_t>(it - rows.begin())] += 1.0F;
    return;
  }
  rows.push_back(r);
  counts.push_back(1.0F);
}

}  // namespace

FusedWindowWorker::FusedWindowWorker(Training& training, const BatchRequest& request, const Word2vecRoles& roles)
    : roles_(roles),
      input_table_(training.parameters[roles.input_table].value),
      target_table_(training.parameters[roles.target_table].value),
      sampler_(static_cast<const Word2vecTask&>(training.experiment.task()).part(request.split),
               static_cast<const Word2vecTask&>(training.experiment.task()).sampling(),
               roles.kind == Word2vecRoles::pairs, request) {
  const auto& sampling = static_cast<const Word2vecTask&>(training.experiment.task()).sampling();
  const std::size_t d = columns(input_table_);
  scratch_.resize(window_scratch(2 * sampling.window, 1 + sampling.negatives, d));
  bag_.resize(d);
  bag_moved_.resize(d);
  prepare(current_);
}

void FusedWindowWorker::seek(const Json& position) {
  sampler_.seek(window_position(position));
  prepare(current_);
}

void FusedWindowWorker::prepare(Prepared& p) {
  p.position = sampler_.position();
  p.valid = sampler_.next(p.window);
  p.inputs.clear();
  p.targets.clear();
  p.input_counts.clear();
  p.target_counts.clear();
  p.weights.clear();
  if (!p.valid) return;
  const bool pair = roles_.kind == Word2vecRoles::pairs;
  if (pair) {
    add_row(input_table_, p.window.center, p.inputs, p.input_counts);
  } else {
    for (const Id id : p.window.context) add_row(input_table_, id, p.inputs, p.input_counts);
  }
  add_row(target_table_, pair ? p.window.context[0] : p.window.center, p.targets, p.target_counts);
  for (const Id id : p.window.negatives) add_row(target_table_, id, p.targets, p.target_counts);
  const bool bag = roles_.kind == Word2vecRoles::bag_sum || roles_.kind == Word2vecRoles::bag_mean;
  const std::size_t inputs_seen = pair ? 1 : p.window.context.size();
  const bool repeated = p.targets.size() != 1 + p.window.negatives.size() || p.inputs.size() != inputs_seen;
  if (!repeated) return;
  for (const float t : p.target_counts) {
    if (bag) {
      p.weights.push_back(t);
    } else {
      for (const float i : p.input_counts) p.weights.push_back(t * i);
    }
  }
  p.weights.resize(p.weights.size() + 16);  // the kernel reads whole vectors
}

bool FusedWindowWorker::step(double lr, std::size_t) {
  if (!current_.valid) return false;
  const bool bag = roles_.kind == Word2vecRoles::bag_sum || roles_.kind == Word2vecRoles::bag_mean;
  auto& parts = loss.parts();
  parts.resize(2);
  std::size_t pairs = 0;
  rows_touched = 0;
  for (std::size_t w = 0; w < windows_per_step && current_.valid; ++w) {
    prepare(next_);
    if (bag)
      train_bag(current_, static_cast<float>(lr));
    else
      train_window(current_, static_cast<float>(lr));
    pairs += bag ? 1 : current_.window.context.size();
    rows_touched += current_.inputs.size() + current_.targets.size();
    std::swap(current_, next_);
  }
  parts[roles_.attract].sum += attract_;
  parts[roles_.repel].sum += repel_;
  parts[roles_.attract].rows += pairs;
  parts[roles_.repel].rows += pairs;
  attract_ = repel_ = 0.0;
  return true;
}

void FusedWindowWorker::run_kernel(Prepared& p, float* const* inputs, std::size_t n, float lr) {
  // The next window's targets are random rows; of its inputs, most are in the cache already.
  fetch_.assign(next_.targets.begin(), next_.targets.end());
  for (float* r : next_.inputs) {
    if (std::find(p.inputs.begin(), p.inputs.end(), r) == p.inputs.end()) fetch_.push_back(r);
  }
  WindowStep step{inputs,
                  p.targets.data(),
                  n,
                  p.targets.size(),
                  columns(input_table_),
                  lr,
                  p.weights.empty() ? nullptr : p.weights.data(),
                  scratch_.data(),
                  fetch_.data(),
                  fetch_.size()};
  window_step(step);
  attract_ += step.attract;
  repel_ += step.repel;
}

void FusedWindowWorker::train_window(Prepared& p, float lr) { run_kernel(p, p.inputs.data(), p.inputs.size(), lr); }

// The bag's own gradient goes back to every word in it.
void FusedWindowWorker::train_bag(Prepared& p, float lr) {
  const auto& kernel = row_kernels<float>();
  const std::size_t d = bag_.size();
  const float share =
      roles_.kind == Word2vecRoles::bag_mean ? 1.0F / static_cast<float>(p.window.context.size()) : 1.0F;
  std::fill(bag_.begin(), bag_.end(), 0.0F);
  for (std::size_t i = 0; i < p.inputs.size(); ++i) {
    kernel.axpy(share * p.input_counts[i], p.inputs[i], bag_.data(), d);
  }
  bag_moved_ = bag_;
  float* moved = bag_moved_.data();
  run_kernel(p, &moved, 1, lr);
  kernel.axpy(-1.0F, bag_.data(), moved, d);
  for (std::size_t i = 0; i < p.inputs.size(); ++i) {
    kernel.axpy(share * p.input_counts[i], moved, p.inputs[i], d);
  }
}

}  // namespace rowgrad
