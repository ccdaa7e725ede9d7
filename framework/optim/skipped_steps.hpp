// SkippedSteps: what the steps in which a row receives no gradient do to it, many of them at once.
//
// With t = t₀ + j, step sizes αₜ (lr √(1−β₂ᵗ) / (1−β₁ᵗ) for Adam), εₜ = ε √(1−β₂ᵗ) and D(a, b) = Π (1 − lrᵢ λ) over
// a < i ≤ b, n zero-gradient steps of Adam or AdamW after step t₀ are
//
//   w ← D(t₀, t₀+n) w − m Σⱼ wⱼ / (√v + xⱼ)      wⱼ = αₜ (β₁/√β₂)ʲ D(t, t₀+n)      xⱼ = εₜ β₂^(−j/2)
//   m ← β₁ⁿ m      v ← β₂ⁿ v
//
// and of momentum SGD the same with Σ lrₜ β₁ʲ D(t, t₀+n) in place of the sum. The weights wⱼ fall geometrically and are
// the same for all rows last brought up to date at t₀, so that Gauss's rule (optim/quadrature.hpp) makes the cost per
// element constant. See docs/exact.md.
#pragma once

#include <vector>

#include "kernels/update_step.hpp"
#include "optim/quadrature.hpp"
#include "optim/update_rule.hpp"

namespace rowgrad {

/// w ← decay·w − m Σ weight / (√v + x) over the nodes; for momentum SGD, one node whose weight replaces the sum.
struct SkippedUpdate {
  double decay = 1.0;
  std::vector<Term> nodes;
};

/// The history of one parameter group's steps. Not thread-safe.
class SkippedSteps {
 public:
  /// `tolerance` bounds the quadrature's relative error and what is cut off the sum's tail; 0 asks for the plain sum.
  SkippedSteps(ZeroGradient zero_gradient, double tolerance) : zero_gradient_(zero_gradient), tolerance_(tolerance) {}

  /// Steps are counted from 1; the history holds the steps after first(), up to last().
  std::size_t first() const { return first_; }
  std::size_t last() const { return first_ + step_size_.size(); }

  /// Appends step last() + 1.
  void append(const UpdateStep<double>& scalars);
  /// Starts again after step t, with an empty history.
  void restart(std::size_t t);

  /// What the steps after t0 up to last() do, into `update`. REQUIRES: first() ≤ t0 < last().
  void since(std::size_t t0, SkippedUpdate& update);
  /// β₁ⁿ and β₂ⁿ. REQUIRES: last() > 0.
  struct BetaPowers {
    double beta1, beta2;
  };
  BetaPowers beta_powers(std::size_t n) const;

 private:
  void set_constants(const UpdateStep<double>& scalars);
  // The sum's terms for the steps after t0 up to `end`; their moments; the nodes that replace them.
  std::vector<Term> terms(std::size_t t0, std::size_t end) const;
  Moments moments(std::size_t t0, std::size_t end) const;
  void add_nodes(std::size_t t0, std::size_t end, const Moments& moments, std::vector<Term>& nodes) const;
  void add_step(Moments& moments, std::size_t t, double decay) const;
  void fill_latest();

  ZeroGradient zero_gradient_;
  double tolerance_;
  double beta1_ = 0.0, beta2_ = 1.0;
  std::vector<BetaPowers> powers_;  // by n
  double weight_ratio_ = 0.0;       // β₁/√β₂: a term's weight over the one before it
  double x_ratio_ = 1.0;            // 1/√β₂: a term's x over the one before it
  std::size_t reach_ = 0;           // terms that matter; the later ones are below the tolerance
  std::size_t first_ = 0;
  std::vector<double> step_size_, epsilon_, decay_;  // of step first_ + 1 + i
  std::vector<double> log_decay_{0.0};               // Σ log(1 − lr λ) of the first i steps
  std::vector<std::vector<Term>> whole_;  // by t0 − first_: the nodes of all reach_ terms, once they were needed
  std::vector<Moments> latest_;           // by n ≤ reach_: of the last n steps, as of step latest_end_
  std::size_t latest_end_ = 0;
};

}  // namespace rowgrad
