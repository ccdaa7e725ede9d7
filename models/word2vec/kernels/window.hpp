// Window kernel: negative sampling for one window, forward, backward and update in one go.
//
// n input rows meet m target rows, the first of which is the true one (label 1) and the others noise (label 0). The
// scores are a small matrix product (Ji et al. 2016, "Parallelizing Word2Vec in Shared and Distributed Memory"). All
// gradients are taken at the rows' starting values, as for one batch with reduction "sum" under plain SGD.
#pragma once

#include <cstddef>

#include "kernels/instruction_set.hpp"

namespace rowgrad {

struct WindowStep {
  float* const* inputs;   // n distinct rows of d values
  float* const* targets;  // m distinct rows of d values, in another table
  std::size_t n, m, d;
  float lr;
  /// How often each pair occurs, (n x m): repeated ids are one row with a weight. Null: once each.
  const float* weights;
  /// Scratch of score_buffer_size(n, m) values; weights are readable up to that size too.
  float* scores;
  /// Scratch for the inputs as they were: n x d values and n pointers.
  float* copies;
  const float** starts;
  /// 32 running sums: Σ −log σ(s) over the true target's pairs is spread over the first 16, Σ −log σ(−s) over the
  /// noise's pairs over the last 16.
  float* losses;
  /// Rows of the next window, which are prefetched meanwhile.
  float* const* next;
  std::size_t next_count;
};

/// How many scores are allocated for n x m, padding included: kernels read and write whole vectors.
std::size_t score_buffer_size(std::size_t n, std::size_t m);

using WindowKernel = void (*)(const WindowStep&);

/// Updates inputs and targets in place, in the instruction set in use. Several threads may race on rows by design.
void window_step(const WindowStep& step);

/// The kernel in every instruction set this processor has, for the test that compares them.
KernelVariants<WindowKernel> all_window_kernels();

namespace detail {

/// The kernel of one instruction set, defined in window_<set>.cpp.
template <class Arch>
void window_step_kernel(const WindowStep& s);

}  // namespace detail
}  // namespace rowgrad
