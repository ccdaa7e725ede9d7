// A comparison for each row kernel that is not an update: what it computes for n elements, and what a plain loop does.
#pragma once

#include <span>

#include "kernels/rows.hpp"
#include "tests/kernels/fenced_row.hpp"

namespace rowgrad {

inline double logistic(double x) { return 1.0 / (1.0 + std::exp(-x)); }

/// The sum of term(i) over n elements.
template <class F>
double sum_of(std::size_t n, F term) {
  double sum = 0.0;
  for (std::size_t i = 0; i < n; ++i) sum += term(i);
  return sum;
}

/// run(from, to) is a kernel that allows to == from: the same bits then.
template <class T, class F>
void check_in_place(const FencedRow<T>& x, const FencedRow<T>& expected, F run) {
  FencedRow<T> both = x;
  run(both.data(), both.data());
  CHECK(both == expected);
}

template <class T>
void compare_dot(const RowKernels<T>& kernels, std::size_t n) {
  const FencedRow<T> x(n, 1), y(n, 2);
  check_number(kernels.dot(x.data(), y.data(), n), sum_of(n, [&](std::size_t i) { return x[i] * y[i]; }));
}

template <class T>
void compare_axpy(const RowKernels<T>& kernels, std::size_t n) {
  const FencedRow<T> x(n, 1), start(n, 2);
  FencedRow<T> y = start, tripled = x;
  kernels.axpy(T(3), x.data(), y.data(), n);
  check_row(y, [&](std::size_t i) { return start[i] + 3.0 * x[i]; });
  kernels.axpy(T(2), tripled.data(), tripled.data(), n);
  check_row(tripled, [&](std::size_t i) { return 3.0 * x[i]; });
}

template <class T>
void compare_scaled_copy(const RowKernels<T>& kernels, std::size_t n) {
  const FencedRow<T> x(n, 1);
  FencedRow<T> y(n, 2);
  const auto run = [&](const T* from, T* to) { kernels.scaled_copy(T(-2), from, to, n); };
  run(x.data(), y.data());
  check_row(y, [&](std::size_t i) { return -2.0 * x[i]; });
  check_in_place(x, y, run);
}

template <class T>
void compare_scale(const RowKernels<T>& kernels, std::size_t n) {
  const FencedRow<T> start(n, 1);
  FencedRow<T> x = start;
  kernels.scale(T(-1.5), x.data(), n);
  check_row(x, [&](std::size_t i) { return -1.5 * start[i]; });
}

// Logits of ±1e4 as well, whose exponentials overflow.
template <class T>
void compare_softmax(const RowKernels<T>& kernels, std::size_t n) {
  for (const T size : {T(1), T(1e4)}) {
    const FencedRow<T> x(n, 3, [&](T s) { return size * s; });
    FencedRow<T> p(n, 4);
    T log_sum = 0;
    const auto run = [&](const T* from, T* to) { log_sum = kernels.softmax(from, to, n); };
    run(x.data(), p.data());
    const double top = *std::max_element(x.data(), x.data() + n);
    const double sum = sum_of(n, [&](std::size_t i) { return std::exp(x[i] - top); });
    check_row(p, [&](std::size_t i) { return std::exp(x[i] - top) / sum; });
    check_number(log_sum, top + std::log(sum));
    check_in_place(x, p, run);
  }
}

template <class T>
void compare_tanh(const RowKernels<T>& kernels, std::size_t n) {
  const FencedRow<T> x(n, 1);
  FencedRow<T> y(n, 2);
  const auto run = [&](const T* from, T* to) { kernels.tanh(from, to, n); };
  run(x.data(), y.data());
  check_row(y, [&](std::size_t i) { return std::tanh(x[i]); });
  check_in_place(x, y, run);
}

template <class T>
void compare_tanh_gradient(const RowKernels<T>& kernels, std::size_t n) {
  const FencedRow<T> y(n, 1), g(n, 2), start(n, 3);
  FencedRow<T> dx = start;
  kernels.tanh_gradient(y.data(), g.data(), dx.data(), n);
  check_row(dx, [&](std::size_t i) { return start[i] + g[i] * (1.0 - y[i] * y[i]); });
}

template <class T>
void compare_sigmoid(const RowKernels<T>& kernels, std::size_t n) {
  const FencedRow<T> x(n, 1, [](T s) { return T(4) * s; });
  FencedRow<T> y(n, 2);
  const auto run = [&](const T* from, T* to) { kernels.sigmoid(from, to, n); };
  run(x.data(), y.data());
  check_row(y, [&](std::size_t i) { return logistic(x[i]); });
  check_in_place(x, y, run);
}

// The constants of GELU's tanh formula: x σ(2 √(2/π) (x + 0.044715 x³)).
template <class T>
constexpr T swish_a = T(1.5957691216057308);
template <class T>
constexpr T swish_b = T(0.0713548162726009);

template <class T>
void compare_swish(const RowKernels<T>& kernels, std::size_t n) {
  const FencedRow<T> x(n, 1);
  FencedRow<T> y(n, 2);
  const auto run = [&](const T* from, T* to) { kernels.swish(swish_a<T>, swish_b<T>, from, to, n); };
  run(x.data(), y.data());
  check_row(y, [&](std::size_t i) { return x[i] * logistic(x[i] * (swish_a<T> + swish_b<T> * x[i] * x[i])); });
  check_in_place(x, y, run);
}

template <class T>
void compare_swish_gradient(const RowKernels<T>& kernels, std::size_t n) {
  const FencedRow<T> x(n, 1), g(n, 2), start(n, 3);
  FencedRow<T> dx = start;
  kernels.swish_gradient(swish_a<T>, swish_b<T>, x.data(), g.data(), dx.data(), n);
  check_row(dx, [&](std::size_t i) {
    const double square = x[i] * x[i], s = logistic(x[i] * (swish_a<T> + swish_b<T> * square));
    return start[i] + g[i] * (s + x[i] * s * (1.0 - s) * (swish_a<T> + 3.0 * swish_b<T> * square));
  });
}

template <class T>
void compare_normalise(const RowKernels<T>& kernels, std::size_t n) {
  for (const bool centre : {false, true}) {
    const FencedRow<T> x(n, 1);
    FencedRow<T> y(n, 2);
    T inverse = 0;
    const auto run = [&](const T* from, T* to) { inverse = kernels.normalise(from, centre, T(0.01), to, n); };
    run(x.data(), y.data());
    const double mean = centre ? sum_of(n, [&](std::size_t i) { return x[i]; }) / double(n) : 0.0;
    const double variance = sum_of(n, [&](std::size_t i) { return std::pow(x[i] - mean, 2); }) / double(n);
    const double expected = 1.0 / std::sqrt(variance + static_cast<double>(T(0.01)));
    check_number(inverse, expected);
    check_row(y, [&](std::size_t i) { return (x[i] - mean) * expected; });
    check_in_place(x, y, run);
  }
}

template <class T>
void compare_normalise_gradient(const RowKernels<T>& kernels, std::size_t n) {
  const FencedRow<T> g(n, 1), weight(n, 2), y(n, 3), start(n, 4);
  for (const bool centre : {false, true}) {
    FencedRow<T> dx = start;
    kernels.normalise_gradient(g.data(), weight.data(), y.data(), T(1.5), centre, dx.data(), n);
    const double mean = centre ? sum_of(n, [&](std::size_t i) { return g[i] * weight[i]; }) / double(n) : 0.0;
    const double along = sum_of(n, [&](std::size_t i) { return g[i] * weight[i] * y[i]; }) / double(n);
    check_row(dx, [&](std::size_t i) { return start[i] + 1.5 * (g[i] * weight[i] - mean - y[i] * along); });
  }
}

template <class T>
void compare_affine(const RowKernels<T>& kernels, std::size_t n) {
  const FencedRow<T> a(n, 1), b(n, 2), x(n, 3);
  for (const bool with_b : {false, true}) {
    FencedRow<T> y(n, 4);
    const auto run = [&](const T* from, T* to) { kernels.affine(a.data(), with_b ? b.data() : nullptr, from, to, n); };
    run(x.data(), y.data());
    check_row(y, [&](std::size_t i) { return a[i] * x[i] + (with_b ? b[i] : 0.0); });
    check_in_place(x, y, run);
  }
}

template <class T>
void compare_multiply_add(const RowKernels<T>& kernels, std::size_t n) {
  const FencedRow<T> x(n, 1), y(n, 2), start(n, 3);
  FencedRow<T> z = start;
  kernels.multiply_add(x.data(), y.data(), z.data(), n);
  check_row(z, [&](std::size_t i) { return start[i] + x[i] * y[i]; });
}

}  // namespace rowgrad
