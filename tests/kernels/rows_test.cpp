#include "kernels/rows.hpp"

#include <cmath>
#include <numeric>
#include <vector>
#include <xsimd/xsimd.hpp>

#include "core/random.hpp"
#include "kernels/row_tables.hpp"
#include "tests/catch.hpp"

namespace rowgrad {
namespace {

// The tables this processor can run: all of them must agree.
template <class T>
std::vector<const RowKernels<T>*> tables() {
  std::vector<const RowKernels<T>*> all{&detail::row_kernel_table<xsimd::default_arch, T>()};
#ifdef __x86_64__
  const auto available = xsimd::available_architectures();
  if (available.fma3_avx2 != 0) all.push_back(&detail::row_kernel_table<xsimd::fma3<xsimd::avx2>, T>());
  if (available.avx512bw != 0) all.push_back(&detail::row_kernel_table<xsimd::avx512bw, T>());
#endif
  return all;
}

template <class T>
std::vector<T> numbers(std::size_t n, std::uint64_t seed) {
  std::vector<T> x(n);
  for (std::size_t i = 0; i < n; ++i) x[i] = static_cast<T>(Random(seed).normal(i));
  return x;
}

// Every length up to 70 passes through whole vectors, pairs of them and every tail.
constexpr std::size_t longest = 70;

TEMPLATE_TEST_CASE("row kernels of every instruction set compute what a plain loop does, tails included", "", float,
                   double) {
  using T = TestType;
  const double tolerance = sizeof(T) == 4 ? 1e-5 : 1e-12;
  for (const RowKernels<T>* kernel : tables<T>()) {
    for (std::size_t n = 0; n <= longest; ++n) {
      INFO("n = " << n);
      const auto x = numbers<T>(n, 1), y = numbers<T>(n, 2);
      double dot = 0.0;
      for (std::size_t i = 0; i < n; ++i) dot += static_cast<double>(x[i]) * static_cast<double>(y[i]);
      CHECK(static_cast<double>(kernel->dot(x.data(), y.data(), n)) == Approx(dot).margin(10 * tolerance));
      auto sum = y, copy = y, scaled = x, tanh = y;
      kernel->axpy(T(3), x.data(), sum.data(), n);
      kernel->scaled_copy(T(-2), x.data(), copy.data(), n);
      kernel->scale(T(0.5), scaled.data(), n);
      auto tripled = x;
      kernel->axpy(T(2), tripled.data(), tripled.data(), n);
      for (std::size_t i = 0; i < n; ++i)
        CHECK(static_cast<double>(tripled[i]) == Approx(3.0 * static_cast<double>(x[i])));
      kernel->tanh(x.data(), tanh.data(), n);
      double worst = 0.0;
      for (std::size_t i = 0; i < n; ++i) {
        worst = std::max<double>(worst, std::abs(sum[i] - (y[i] + T(3) * x[i])));
        worst = std::max<double>(worst, std::abs(copy[i] - T(-2) * x[i]));
        worst = std::max<double>(worst, std::abs(scaled[i] - T(0.5) * x[i]));
        worst = std::max<double>(worst, std::abs(tanh[i] - std::tanh(x[i])));
      }
      CHECK(worst <= tolerance);
    }
  }
}

TEMPLATE_TEST_CASE("softmax sums to 1, for logits of ±1e4 as well, and returns log Σ exp", "", float, double) {
  using T = TestType;
  for (const RowKernels<T>* kernel : tables<T>()) {
    for (std::size_t n = 1; n <= longest; ++n) {
      for (const T scale : {T(1), T(1e4)}) {
        INFO("n = " << n << ", scale " << scale);
        auto x = numbers<T>(n, 3);
        for (T& s : x) s *= scale;
        std::vector<T> p(n);
        const double log_sum = static_cast<double>(kernel->softmax(x.data(), p.data(), n));
        CHECK(std::accumulate(p.begin(), p.end(), 0.0) == Approx(1).epsilon(1e-5));
        const double top = static_cast<double>(*std::max_element(x.begin(), x.end()));
        double expected = 0.0;
        for (const T s : x) expected += std::exp(static_cast<double>(s) - top);
        for (std::size_t i = 0; i < n; ++i)
          CHECK(static_cast<double>(p[i]) ==
                Approx(std::exp(static_cast<double>(x[i]) - top) / expected).epsilon(1e-4).margin(1e-7));
        auto in_place = x;
        kernel->softmax(in_place.data(), in_place.data(), n);
        CHECK(in_place == p);
        CHECK(log_sum == Approx(top + std::log(expected)).epsilon(1e-5).margin(1e-5));
      }
    }
  }
}

TEMPLATE_TEST_CASE("an AdamW step is the same arithmetic on every instruction set", "", float, double) {
  using T = TestType;
  UpdateStep<T> step;
  step.step_size = T(0.01);
  step.keep = T(0.999);
  step.beta1 = T(0.9);
  step.rest1 = T(0.1);
  step.beta2 = T(0.99);
  step.rest2 = T(0.01);
  step.epsilon = T(1e-8);
  for (const RowKernels<T>* kernel : tables<T>()) {
    for (std::size_t n = 0; n <= longest; ++n) {
      auto w = numbers<T>(n, 1), m = numbers<T>(n, 2), v = numbers<T>(n, 3);
      for (T& x : v) x = x * x;
      const auto g = numbers<T>(n, 4), w0 = w, m0 = m, v0 = v;
      kernel->adam(step, w.data(), g.data(), m.data(), v.data(), n);
      double worst = 0.0;
      for (std::size_t i = 0; i < n; ++i) {
        const double mi = 0.9 * m0[i] + 0.1 * g[i], vi = 0.99 * v0[i] + 0.01 * g[i] * g[i];
        const double wi = 0.999 * w0[i] - 0.01 * mi / (std::sqrt(vi) + 1e-8);
        worst = std::max({worst, std::abs(m[i] - mi), std::abs(v[i] - vi), std::abs(w[i] - wi)});
      }
      CHECK(worst <= (sizeof(T) == 4 ? 1e-4 : 1e-10));
    }
  }
}

}  // namespace
}  // namespace rowgrad
