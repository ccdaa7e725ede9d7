// Quadrature: few nodes that stand for a long weighted sum of 1 / (s + x).
//
// Steps of Adam without a gradient move a weight by m Σⱼ wⱼ / (√v + xⱼ), where only m and √v depend on the weight.
// Gauss's rule for the discrete measure {(xⱼ, wⱼ)} replaces the sum by a few nodes. For f(x) = 1 / (s + x), s ≥ 0, its
// error is positive and largest at s = 0. There the sum is known, so that each rule is checked before it is used.
#pragma once

#include <array>
#include <span>
#include <vector>

namespace rowgrad {

struct Term {
  double weight;
  double x;
};

/// Σ w xᵏ for k = −1, 0, 1, 2, 3.
using Moments = std::array<double, 5>;

/// Appends Gauss's rule with one or two nodes, whichever is the first to be within `tolerance` (relative, for every
/// s ≥ 0). Returns false if neither is.
bool gauss_from_moments(const Moments& moments, double tolerance, std::vector<Term>& nodes);

/// A Gauss rule within `tolerance` with 2 to 16 nodes, by Stieltjes' procedure (Gautschi 2004, section 2.2.3.1); the
/// points themselves if no rule with at most half as many is. All weights and x are positive.
std::vector<Term> gauss_from_points(std::span<const Term> points, double tolerance);

}  // namespace rowgrad
