// Statistics of paired numbers: ranks, correlations, a weighted straight line; and the median of a list.
#pragma once

#include <span>
#include <vector>

namespace rowgrad {

/// Ranks from 1; equal values share the mean of their ranks.
std::vector<double> ranks(std::span<const double> values);

/// The upper one of the two in the middle, if their number is even. REQUIRES: at least one value.
double median(std::vector<double> values);

/// y ≈ slope·x + intercept by weighted least squares, and how well: the weighted Pearson correlation.
struct Line {
  double slope = 0.0;
  double intercept = 0.0;
  double correlation = 0.0;  // 0 if x or y is constant
};

/// No weights: all equal. REQUIRES: x, y and weights of one length.
Line fit_line(std::span<const double> x, std::span<const double> y, std::span<const double> weights = {});

/// Spearman's rank correlation, ties by mean ranks (that is Pearson's correlation of the ranks).
double spearman(std::span<const double> x, std::span<const double> y);

}  // namespace rowgrad
