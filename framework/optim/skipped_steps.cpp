#include "optim/skipped_steps.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace rowgrad {
namespace {

constexpr double plain_tail = 1e-18;       // of the sum, which a plain sum leaves out
constexpr std::size_t powers_kept = 4096;  // of β₁ and β₂

}  // namespace

void SkippedSteps::set_constants(const UpdateStep<double>& scalars) {
  beta1_ = scalars.beta1;
  beta2_ = scalars.beta2;
  x_ratio_ = zero_gradient_ == ZeroGradient::adam ? 1.0 / std::sqrt(beta2_) : 1.0;
  weight_ratio_ = beta1_ * x_ratio_;
  const double tail = tolerance_ > 0.0 ? 0.1 * tolerance_ : plain_tail;
  for (double p1 = 1.0, p2 = 1.0; powers_.size() < powers_kept; p1 *= beta1_, p2 *= beta2_) powers_.push_back({p1, p2});
  reach_ = weight_ratio_ == 0.0 ? 1 : static_cast<std::size_t>(std::ceil(std::log(tail) / std::log(weight_ratio_)));
}

void SkippedSteps::append(const UpdateStep<double>& scalars) {
  if (reach_ == 0) set_constants(scalars);
  step_size_.push_back(scalars.step_size);
  epsilon_.push_back(zero_gradient_ == ZeroGradient::adam ? scalars.epsilon : 1.0);
  decay_.push_back(scalars.decay);
  log_decay_.push_back(log_decay_.back() + std::log(scalars.decay));
}

void SkippedSteps::restart(std::size_t t) {
  first_ = t;
  latest_end_ = 0;
  step_size_.clear();
  epsilon_.clear();
  decay_.clear();
  whole_.clear();
  log_decay_.assign(1, 0.0);
}

void SkippedSteps::since(std::size_t t0, SkippedUpdate& update) {
  assert(first_ <= t0 && t0 < last());
  const auto log_decay = [&](std::size_t t) { return log_decay_[t - first_]; };
  update.decay = std::exp(log_decay(last()) - log_decay(t0));
  update.nodes.clear();
  // Before the first step there are no moments that could move anything.
  if (zero_gradient_ == ZeroGradient::none || weight_ratio_ == 0.0 || t0 == 0) return;
  if (last() - t0 <= reach_) {
    fill_latest();
    return add_nodes(t0, last(), latest_[last() - t0], update.nodes);
  }
  whole_.resize(step_size_.size());
  auto& whole = whole_[t0 - first_];
  const std::size_t end = t0 + reach_;
  if (whole.empty()) add_nodes(t0, end, moments(t0, end), whole);
  const double decay = std::exp(log_decay(last()) - log_decay(end));
  for (const Term& node : whole) update.nodes.push_back({node.weight * decay, node.x});
}

SkippedSteps::BetaPowers SkippedSteps::beta_powers(std::size_t n) const {
  if (n < powers_.size()) return powers_[n];
  return {std::pow(beta1_, static_cast<double>(n)), std::pow(beta2_, static_cast<double>(n))};
}

void SkippedSteps::add_nodes(std::size_t t0, std::size_t end, const Moments& moments, std::vector<Term>& nodes) const {
  if (zero_gradient_ == ZeroGradient::momentum) return nodes.push_back({moments[1], 1.0});
  if (tolerance_ > 0.0 && gauss_from_moments(moments, tolerance_, nodes)) return;
  const auto more = gauss_from_points(terms(t0, end), tolerance_);
  nodes.insert(nodes.end(), more.begin(), more.end());
}

std::vector<Term> SkippedSteps::terms(std::size_t t0, std::size_t end) const {
  std::vector<Term> terms(end - t0);
  double weight_power = 1.0, x_power = 1.0, decay = 1.0;
  for (std::size_t j = 0; j < terms.size(); ++j) {
    weight_power *= weight_ratio_;
    x_power *= x_ratio_;
    terms[j] = {step_size_[t0 - first_ + j] * weight_power, epsilon_[t0 - first_ + j] * x_power};
  }
  for (std::size_t j = terms.size(); j-- > 0;) {
    terms[j].weight *= decay;
    decay *= decay_[t0 - first_ + j];
  }
  // A rate of 0 (the end of a schedule) moves nothing.
  std::erase_if(terms, [](const Term& term) { return term.weight == 0.0; });
  return terms;
}

// From the moments of the steps after t to those of the steps after t − 1: j counts from one step earlier, so that each
// weight has one more factor β₁/√β₂ and each x one more factor 1/√β₂, and the term of step t itself comes in. `decay`
// is the product of 1 − lr λ over the steps after t.
void SkippedSteps::add_step(Moments& m, std::size_t t, double decay) const {
  const double weight = step_size_[t - first_ - 1] * decay, x = epsilon_[t - first_ - 1];
  m[0] = (m[0] + weight / x) * beta1_;
  m[1] = (m[1] + weight) * weight_ratio_;
  m[2] = (m[2] + weight * x) * weight_ratio_ * x_ratio_;
  m[3] = (m[3] + weight * x * x) * weight_ratio_ * x_ratio_ * x_ratio_;
  m[4] = (m[4] + weight * x * x * x) * weight_ratio_ * x_ratio_ * x_ratio_ * x_ratio_;
}

Moments SkippedSteps::moments(std::size_t t0, std::size_t end) const {
  Moments sum{};
  double decay = 1.0;
  for (std::size_t t = end; t > t0; --t) {
    add_step(sum, t, decay);
    decay *= decay_[t - first_ - 1];
  }
  return sum;
}

void SkippedSteps::fill_latest() {
  if (latest_end_ == last()) return;
  latest_end_ = last();
  latest_.assign(1, Moments{});
  double decay = 1.0;
  for (std::size_t t = last(); t > first_ && latest_.size() <= reach_; --t) {
    Moments longer = latest_.back();
    add_step(longer, t, decay);
    decay *= decay_[t - first_ - 1];
    latest_.push_back(longer);
  }
}

}  // namespace rowgrad
