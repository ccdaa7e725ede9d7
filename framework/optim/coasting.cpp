#include "optim/coasting.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace rowgrad {
namespace {

constexpr double plain_tail = 1e-18;       // what a plain sum leaves out
constexpr std::size_t powers_kept = 4096;  // of the moments' decays

}  // namespace

void Coasting::append(const UpdateStep<double>& scalars) {
  if (reach_ == 0) {
    beta1_ = scalars.beta1;
    beta2_ = scalars.beta2;
    stretch_ = idle_ == Idle::adam ? 1.0 / std::sqrt(beta2_) : 1.0;
    shrink_ = beta1_ * stretch_;
    const double tail = tolerance_ > 0.0 ? 0.1 * tolerance_ : plain_tail;
    for (double p1 = 1.0, p2 = 1.0; powers_.size() < powers_kept; p1 *= beta1_, p2 *= beta2_)
      powers_.push_back({p1, p2});
    reach_ = shrink_ == 0.0 ? 1 : static_cast<std::size_t>(std::ceil(std::log(tail) / std::log(shrink_)));
  }
  step_size_.push_back(scalars.step_size);
  epsilon_.push_back(idle_ == Idle::adam ? scalars.epsilon : 1.0);
  keep_.push_back(scalars.keep);
  log_keep_.push_back(log_keep_.back() + std::log(scalars.keep));
}

void Coasting::restart(std::size_t t) {
  first_ = t;
  window_end_ = 0;
  step_size_.clear();
  epsilon_.clear();
  keep_.clear();
  settled_.clear();
  log_keep_.assign(1, 0.0);
}

void Coasting::since(std::size_t t0, Coast& coast) {
  assert(first_ <= t0 && t0 < last());
  const auto log_keep = [&](std::size_t t) { return log_keep_[t - first_]; };
  coast.keep = std::exp(log_keep(last()) - log_keep(t0));
  coast.nodes.clear();
  // Before the first step there are no moments that could move anything.
  if (idle_ == Idle::rests || shrink_ == 0.0 || t0 == 0) return;
  if (last() - t0 <= reach_) {
    fill_window();
    return add_nodes(t0, last(), window_[last() - t0], coast.nodes);
  }
  settled_.resize(step_size_.size());
  auto& settled = settled_[t0 - first_];
  const std::size_t end = t0 + reach_;
  if (settled.empty()) add_nodes(t0, end, moments(t0, end), settled);
  const double keep = std::exp(log_keep(last()) - log_keep(end));
  for (const Term& node : settled) coast.nodes.push_back({node.weight * keep, node.x});
}

Coasting::Decay Coasting::decay(std::size_t n) const {
  if (n < powers_.size()) return powers_[n];
  return {std::pow(beta1_, static_cast<double>(n)), std::pow(beta2_, static_cast<double>(n))};
}

void Coasting::add_nodes(std::size_t t0, std::size_t end, const Moments& moments, std::vector<Term>& nodes) const {
  if (idle_ == Idle::glides) return nodes.push_back({moments[1], 1.0});
  if (tolerance_ > 0.0 && gauss_from_moments(moments, tolerance_, nodes)) return;
  const auto more = gauss_from_points(points(t0, end), tolerance_);
  nodes.insert(nodes.end(), more.begin(), more.end());
}

std::vector<Term> Coasting::points(std::size_t t0, std::size_t end) const {
  std::vector<Term> points(end - t0);
  double power1 = 1.0, power2 = 1.0, keep = 1.0;
  for (std::size_t j = 0; j < points.size(); ++j) {
    power1 *= shrink_;
    power2 *= stretch_;
    points[j] = {step_size_[t0 - first_ + j] * power1, epsilon_[t0 - first_ + j] * power2};
  }
  for (std::size_t j = points.size(); j-- > 0;) {
    points[j].weight *= keep;
    keep *= keep_[t0 - first_ + j];
  }
  // A rate of 0 (the end of a schedule) moves nothing.
  std::erase_if(points, [](const Term& point) { return point.weight == 0.0; });
  return points;
}

// Seen from one step earlier, every term has one more factor β₁/√β₂ and its x one more factor 1/√β₂; step t, which
// multiplies what follows it by `keep`, joins them.
void Coasting::add_step(Moments& m, std::size_t t, double keep) const {
  const double weight = step_size_[t - first_ - 1] * keep, x = epsilon_[t - first_ - 1];
  m[0] = (m[0] + weight / x) * beta1_;
  m[1] = (m[1] + weight) * shrink_;
  m[2] = (m[2] + weight * x) * shrink_ * stretch_;
  m[3] = (m[3] + weight * x * x) * shrink_ * stretch_ * stretch_;
  m[4] = (m[4] + weight * x * x * x) * shrink_ * stretch_ * stretch_ * stretch_;
}

Moments Coasting::moments(std::size_t t0, std::size_t end) const {
  Moments sum{};
  double keep = 1.0;
  for (std::size_t t = end; t > t0; --t) {
    add_step(sum, t, keep);
    keep *= keep_[t - first_ - 1];
  }
  return sum;
}

void Coasting::fill_window() {
  if (window_end_ == last()) return;
  window_end_ = last();
  window_.assign(1, Moments{});
  double keep = 1.0;
  for (std::size_t t = last(); t > first_ && window_.size() <= reach_; --t) {
    Moments longer = window_.back();
    add_step(longer, t, keep);
    keep *= keep_[t - first_ - 1];
    window_.push_back(longer);
  }
}

}  // namespace rowgrad
