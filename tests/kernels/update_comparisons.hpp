// A comparison for each row kernel that updates weights: what it does to n of them, and what a plain loop does.
#pragma once

#include <array>

#include "kernels/rows.hpp"
#include "tests/kernels/fenced_row.hpp"

namespace rowgrad {

/// Every number matters: coupled and decoupled decay, both moments.
template <class T>
UpdateStep<T> test_step() {
  UpdateStep<T> step;
  step.step_size = T(0.01);
  step.decay = T(0.999);
  step.l2 = T(0.05);
  step.beta1 = T(0.9);
  step.rest1 = T(0.1);
  step.beta2 = T(0.99);
  step.rest2 = T(0.01);
  step.epsilon = T(1e-4);
  return step;
}

/// Weights and gradient, and the plain loop's g' = g + l2·w and w ← decay·w − step_size·move.
template <class T>
struct UpdateRow {
  explicit UpdateRow(std::size_t n) : w(n, 1), w0(w), g(n, 2) {}

  double gradient(std::size_t i) const { return g[i] + s.l2 * w0[i]; }
  double moved(std::size_t i, double move) const { return s.decay * w0[i] - s.step_size * move; }

  const UpdateStep<T> step = test_step<T>();
  const UpdateStep<double> s = step.template as<double>();
  FencedRow<T> w;
  const FencedRow<T> w0, g;
};

template <class T>
FencedRow<T> squares(std::size_t n, std::uint64_t seed) {
  return FencedRow<T>(n, seed, [](T x) { return x * x; });
}

template <class T>
void compare_sgd(const RowKernels<T>& kernels, std::size_t n) {
  UpdateRow<T> row(n);
  kernels.sgd(row.step, row.w.data(), row.g.data(), n);
  check_row(row.w, [&](std::size_t i) { return row.moved(i, row.gradient(i)); });
}

template <class T>
void compare_momentum(const RowKernels<T>& kernels, std::size_t n) {
  UpdateRow<T> row(n);
  FencedRow<T> m(n, 3);
  const FencedRow<T> m0 = m;
  kernels.momentum(row.step, row.w.data(), row.g.data(), m.data(), n);
  const auto moment = [&](std::size_t i) { return row.s.beta1 * m0[i] + row.s.rest1 * row.gradient(i); };
  check_row(m, moment);
  check_row(row.w, [&](std::size_t i) { return row.moved(i, moment(i)); });
}

template <class T>
void compare_adagrad(const RowKernels<T>& kernels, std::size_t n) {
  UpdateRow<T> row(n);
  auto v = squares<T>(n, 3);
  const FencedRow<T> v0 = v;
  kernels.adagrad(row.step, row.w.data(), row.g.data(), v.data(), n);
  const auto sum = [&](std::size_t i) { return v0[i] + row.gradient(i) * row.gradient(i); };
  check_row(v, sum);
  check_row(row.w, [&](std::size_t i) { return row.moved(i, row.gradient(i) / (std::sqrt(sum(i)) + row.s.epsilon)); });
}

template <class T>
void compare_row_adagrad(const RowKernels<T>& kernels, std::size_t n) {
  UpdateRow<T> row(n);
  auto v = squares<T>(1, 3);
  double sum = 0.0;
  for (std::size_t i = 0; i < n; ++i) sum += row.gradient(i) * row.gradient(i);
  sum = v[0] + sum / static_cast<double>(n);
  kernels.row_adagrad(row.step, row.w.data(), row.g.data(), v.data(), n);
  check_row(v, [&](std::size_t) { return sum; });
  check_row(row.w, [&](std::size_t i) { return row.moved(i, row.gradient(i) / (std::sqrt(sum) + row.s.epsilon)); });
}

template <class T>
void compare_adam(const RowKernels<T>& kernels, std::size_t n) {
  UpdateRow<T> row(n);
  FencedRow<T> m(n, 3);
  auto v = squares<T>(n, 4);
  const FencedRow<T> m0 = m, v0 = v;
  kernels.adam(row.step, row.w.data(), row.g.data(), m.data(), v.data(), n);
  const auto first = [&](std::size_t i) { return row.s.beta1 * m0[i] + row.s.rest1 * row.gradient(i); };
  const auto second = [&](std::size_t i) {
    return row.s.beta2 * v0[i] + row.s.rest2 * row.gradient(i) * row.gradient(i);
  };
  check_row(m, first);
  check_row(v, second);
  check_row(row.w, [&](std::size_t i) { return row.moved(i, first(i) / (std::sqrt(second(i)) + row.s.epsilon)); });
}

// One node, two over one divisor, two of which one is too small for that, and many; v is 0 here and there.
template <class T>
void compare_adam_skipped(const RowKernels<T>& kernels, std::size_t n) {
  const std::array<T, 5> weights{T(0.01), T(0.02), T(0.005), T(0.03), T(0.015)};
  for (const T smallest : {T(1e-3), T(1e-16)}) {
    const std::array<T, 5> x{smallest, T(2e-3), T(0.1), T(1), T(4e-3)};
    for (const std::size_t nodes : {1, 2, 3, 5}) {
      FencedRow<T> w(n, 1);
      const FencedRow<T> w0 = w, m(n, 2);
      const FencedRow<T> v(n, 3, [](T root) { return root < T(0) ? T(0) : root * root; });
      kernels.adam_skipped(T(0.9), weights.data(), x.data(), nodes, w.data(), m.data(), v.data(), n);
      check_row(w, [&](std::size_t i) {
        double sum = 0.0;
        for (std::size_t k = 0; k < nodes; ++k) sum += weights[k] / (std::sqrt(v[i]) + x[k]);
        return static_cast<double>(T(0.9)) * w0[i] - m[i] * sum;
      });
    }
  }
}

}  // namespace rowgrad
