#include "optim/quadrature.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace rowgrad {
namespace {

double inverse_sum(std::span<const Term> nodes) {
  double sum = 0.0;
  for (const Term& node : nodes) sum += node.weight / node.x;
  return sum;
}

bool accurate(std::span<const Term> nodes, double exact, double tolerance) {
  return std::abs(inverse_sum(nodes) - exact) <= tolerance * exact;
}

// Orthogonal polynomials of a discrete measure, one degree after the other: their values at the points, and the
// recurrence coefficients alpha, beta with p_{k+1}(x) = (x − alpha_k) p_k(x) − beta_k p_{k−1}(x).
class Stieltjes {
 public:
  explicit Stieltjes(std::span<const Term> points)
      : points_(points), previous_(points.size(), 0.0), current_(points.size(), 1.0) {}

  void next() {
    double norm = 0.0, mean = 0.0;
    for (std::size_t i = 0; i < points_.size(); ++i) {
      const double w = points_[i].weight * current_[i] * current_[i];
      norm += w;
      mean += w * points_[i].x;
    }
    alpha.push_back(mean / norm);
    beta.push_back(alpha.size() == 1 ? norm : norm / norm_);
    norm_ = norm;
    for (std::size_t i = 0; i < points_.size(); ++i) {
      const double old = alpha.size() == 1 ? 0.0 : beta.back() * previous_[i];
      previous_[i] = std::exchange(current_[i], (points_[i].x - alpha.back()) * current_[i] - old);
    }
  }

  std::vector<double> alpha, beta;  // beta[0] is the total weight

 private:
  std::span<const Term> points_;
  std::vector<double> previous_, current_;
  double norm_ = 0.0;
};

// Number of eigenvalues of the Jacobi matrix below x, from the signs of its Sturm sequence.
std::size_t eigenvalues_below(const Stieltjes& s, double x) {
  std::size_t count = 0;
  double pivot = 1.0;
  for (std::size_t k = 0; k < s.alpha.size(); ++k) {
    pivot = s.alpha[k] - x - (k == 0 ? 0.0 : s.beta[k] / pivot);
    if (pivot == 0.0) pivot = 1e-300;
    count += pivot < 0.0 ? 1 : 0;
  }
  return count;
}

// Golub & Welsch 1969: nodes are the Jacobi matrix's eigenvalues, here by bisection; weights follow from Christoffel's
// formula 1 / Σ p̂ₖ(x)² with orthonormal p̂.
std::vector<Term> rule(const Stieltjes& s, double low, double high) {
  std::vector<Term> nodes;
  for (std::size_t index = 0; index < s.alpha.size(); ++index) {
    double a = low, b = high;
    while (b - a > 1e-11 * b) {
      const double middle = 0.5 * (a + b);
      (eigenvalues_below(s, middle) > index ? b : a) = middle;
    }
    const double x = 0.5 * (a + b);
    double previous = 0.0, current = 1.0 / std::sqrt(s.beta[0]), sum = current * current;
    for (std::size_t k = 0; k + 1 < s.alpha.size(); ++k) {
      const double old = k == 0 ? 0.0 : std::sqrt(s.beta[k]) * previous;
      previous = std::exchange(current, ((x - s.alpha[k]) * current - old) / std::sqrt(s.beta[k + 1]));
      sum += current * current;
    }
    nodes.push_back({1.0 / sum, x});
  }
  return nodes;
}

}  // namespace

bool gauss_from_moments(const Moments& m, double tolerance, std::vector<Term>& nodes) {
  const double total = m[1], mean = m[2] / total;
  const std::array<Term, 1> one{{{total, mean}}};
  if (accurate(one, m[0], tolerance)) {
    nodes.push_back(one[0]);
    return true;
  }
  const double variance = m[3] / total - mean * mean;
  const double third = m[4] / total - mean * (3.0 * variance + mean * mean);
  if (!(variance > 1e-13 * mean * mean)) return false;
  const double skew = third / variance;
  const double root = std::sqrt(skew * skew + 4.0 * variance);
  const double above = 0.5 * (skew + root), below = 0.5 * (skew - root);
  const std::array<Term, 2> two{{{-total * below / root, mean + above}, {total * above / root, mean + below}}};
  if (!(two[1].x > 0.0) || !accurate(two, m[0], tolerance)) return false;
  nodes.insert(nodes.end(), two.begin(), two.end());
  return true;
}

std::vector<Term> gauss_from_points(std::span<const Term> points, double tolerance) {
  if (points.empty()) return {};
  const double exact = inverse_sum(points);
  Stieltjes polynomials(points);
  double low = points[0].x, high = points[0].x;
  for (const Term& point : points) {
    low = std::min(low, point.x);
    high = std::max(high, point.x);
  }
  for (const std::size_t count : {2, 3, 4, 6, 8, 12, 16}) {
    if (tolerance == 0.0 || 2 * count > points.size()) break;
    while (polynomials.alpha.size() < count) polynomials.next();
    const auto nodes = rule(polynomials, low, high);
    if (accurate(nodes, exact, tolerance)) return nodes;
  }
  return {points.begin(), points.end()};
}

}  // namespace rowgrad
