// Coasting: what the steps in which a row receives no gradient do to it, many of them at once.
//
// With t = t₀ + j, step sizes αₜ (lr √(1−β₂ᵗ) / (1−β₁ᵗ) for Adam), εₜ = ε √(1−β₂ᵗ) and D(a, b) = Π (1 − lrᵢ λ) over
// a < i ≤ b, n zero-gradient steps of Adam or AdamW from t₀ on are
//
//   w ← D(t₀, t₀+n) w − m Σⱼ wⱼ / (√v + xⱼ)      wⱼ = αₜ (β₁/√β₂)ʲ D(t, t₀+n)      xⱼ = εₜ β₂^(−j/2)
//   m ← β₁ⁿ m      v ← β₂ⁿ v
//
// and of momentum SGD the same with Σ lrₜ β₁ʲ D(t, t₀+n) in place of the sum. The weights die out geometrically and are
// the same for all rows last brought up to date at t₀, so that Gauss's rule (optim/quadrature.hpp) makes the cost per
// element constant. See docs/exact.md.
#pragma once

#include <vector>

#include "kernels/rows.hpp"
#include "optim/quadrature.hpp"
#include "optim/rule.hpp"

namespace rowgrad {

/// w ← keep·w − m Σ weight / (√v + x) over the nodes; for momentum SGD, one node whose weight replaces the sum.
struct Coast {
  double keep = 1.0;
  std::vector<Term> nodes;
};

/// The history of one parameter group's steps. Not thread-safe.
class Coasting {
 public:
  /// `tolerance` bounds the quadrature's relative error and what is cut off the sum's tail; 0 asks for the plain sum.
  Coasting(Idle idle, double tolerance) : idle_(idle), tolerance_(tolerance) {}

  /// Steps are counted from 1; the history holds the steps after first(), up to last().
  std::size_t first() const { return first_; }
  std::size_t last() const { return first_ + step_size_.size(); }

  /// Appends step last() + 1.
  void append(const UpdateStep<double>& scalars);
  /// Starts again after step t, with an empty history.
  void restart(std::size_t t);

  /// From after step t0 to after last(), into `coast`. REQUIRES: first() ≤ t0 < last().
  void since(std::size_t t0, Coast& coast);
  /// β₁ⁿ and β₂ⁿ. REQUIRES: last() > 0.
  struct Decay {
    double first, second;
  };
  Decay decay(std::size_t n) const;

 private:
  // What the steps from t0 + 1 to `end` move, by terms of the sum from the last to the first.
  std::vector<Term> points(std::size_t t0, std::size_t end) const;
  Moments moments(std::size_t t0, std::size_t end) const;
  void add_step(Moments& moments, std::size_t t, double keep) const;
  void fill_window();
  void add_nodes(std::size_t t0, std::size_t end, const Moments& moments, std::vector<Term>& nodes) const;

  Idle idle_;
  double tolerance_;
  double beta1_ = 0.0, beta2_ = 1.0;
  std::vector<Decay> powers_;  // by n
  double shrink_ = 0.0;        // β₁/√β₂: how fast terms die out
  double stretch_ = 1.0;       // 1/√β₂: how fast their x grows
  std::size_t reach_ = 0;      // terms that matter
  std::size_t first_ = 0;
  std::vector<double> step_size_, epsilon_, keep_;  // of step first_ + 1 + i
  std::vector<double> log_keep_{0.0};               // Σ log(1 − lr λ) of the first i steps
  std::vector<std::vector<Term>> settled_;          // by t0 − first_: nodes up to t0 + reach_, once they were needed
  std::vector<Moments> window_;  // by last() − t0, for the last reach_ steps, if window_end_ is last()
  std::size_t window_end_ = 0;
};

}  // namespace rowgrad
