// Window kernel: negative sampling for one window, forward, backward and update in one go.
//
// n input rows meet m target rows, the first of which is the true one (label 1) and the others noise (label 0). The
// scores are a small matrix product (Ji et al. 2016, "Parallelizing Word2Vec in Shared and Distributed Memory"). All
// gradients are taken at the rows' starting values, as for one batch with reduction "sum" under plain SGD.
#pragma once

#include <cstddef>

namespace rowgrad {

struct WindowStep {
  float* const* inputs;   // n distinct rows of d values
  float* const* targets;  // m distinct rows of d values, in another table
  std::size_t n, m, d;
  float lr;
  /// How often each pair occurs, (n x m): repeated ids are one row with a weight. Null: once each.
  const float* weights;
  /// Scratch of window_scores(n, m) values; weights are readable up to that size too.
  float* scores;
  /// Scratch for the inputs as they were: n x d values and n pointers.
  float* copies;
  const float** starts;
  /// 32 values: added to the first 16 is −log σ(s) over the true target's pairs, to the others −log σ(−s) over the
  /// noise's. Their sums count.
  float* losses;
  /// Rows that will be wanted next, fetched into the cache on the way.
  float* const* next;
  std::size_t next_count;
};

std::size_t window_scores(std::size_t n, std::size_t m);

/// Updates inputs and targets in place with the kernel for this processor. Several threads may race on rows by design.
void window_step(const WindowStep& step);

namespace detail {

/// The kernel of one instruction set, defined in window_<set>.cpp.
template <class Arch>
void window_step_kernel(const WindowStep& s);

}  // namespace detail
}  // namespace rowgrad
