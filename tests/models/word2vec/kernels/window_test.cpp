#include "models/word2vec/kernels/window.hpp"

#include <cmath>
#include <numeric>
#include <vector>

#include "core/random.hpp"
#include "tests/catch.hpp"

namespace rowgrad {
namespace {

constexpr double lr = 0.1;

// One window's rows, side by side in memory as in a table, and what a step makes of them.
struct World {
  std::size_t n, m, d;
  std::vector<float> inputs, targets, weights;
  double positive = 0.0, negative = 0.0;

  World(std::size_t n_, std::size_t m_, std::size_t d_, bool weighted) : n(n_), m(m_), d(d_) {
    const auto fill = [](std::vector<float>& rows, std::size_t count, std::uint64_t seed) {
      for (std::size_t i = 0; i < count; ++i) rows.push_back(static_cast<float>(0.3 * Random(seed).normal(i)));
    };
    fill(inputs, n * d, 1);
    fill(targets, m * d, 2);
    for (std::size_t i = 0; weighted && i < n * m; ++i) weights.push_back(static_cast<float>(1 + i % 3));
  }

  double weight(std::size_t i, std::size_t j) const {
    return weights.empty() ? 1.0 : static_cast<double>(weights[i * m + j]);
  }

  // In double, by plain loops.
  void expect() {
    const std::vector<float> x = inputs, y = targets;
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < m; ++j) {
        double score = 0.0;
        for (std::size_t c = 0; c < d; ++c)
          score += static_cast<double>(x[i * d + c]) * static_cast<double>(y[j * d + c]);
        const double label = j == 0 ? 1.0 : 0.0;
        const double factor = lr * weight(i, j) * (label - 1.0 / (1.0 + std::exp(-score)));
        for (std::size_t c = 0; c < d; ++c) {
          inputs[i * d + c] += static_cast<float>(factor * static_cast<double>(y[j * d + c]));
          targets[j * d + c] += static_cast<float>(factor * static_cast<double>(x[i * d + c]));
        }
        (j == 0 ? positive : negative) += weight(i, j) * std::log1p(std::exp(j == 0 ? -score : score));
      }
    }
  }

  void run(WindowKernel kernel) {
    std::vector<float*> x, y;
    for (std::size_t i = 0; i < n; ++i) x.push_back(inputs.data() + i * d);
    for (std::size_t j = 0; j < m; ++j) y.push_back(targets.data() + j * d);
    std::vector<float> scores(score_buffer_size(n, m)), copies(n * d);
    std::vector<const float*> starts(n);
    if (!weights.empty()) weights.resize(score_buffer_size(n, m));
    float losses[32] = {};
    kernel({.inputs = x.data(),
            .targets = y.data(),
            .n = n,
            .m = m,
            .d = d,
            .lr = static_cast<float>(lr),
            .weights = weights.empty() ? nullptr : weights.data(),
            .scores = scores.data(),
            .copies = copies.data(),
            .starts = starts.data(),
            .losses = losses,
            .next = y.data(),
            .next_count = m});
    positive = std::accumulate(losses, losses + 16, 0.0);
    negative = std::accumulate(losses + 16, losses + 32, 0.0);
  }
};

double worst(const std::vector<float>& a, const std::vector<float>& b) {
  double most = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) most = std::max(most, std::abs(static_cast<double>(a[i] - b[i])));
  return most;
}

}  // namespace

// Widths pass through one and two vectors at once and every end; counts through every tile and several strips.
TEST_CASE("window kernels of every instruction set do what plain loops do") {
  std::vector<std::size_t> widths{100, 115};
  for (std::size_t d = 1; d <= 70; ++d) widths.push_back(d);
  for (const std::size_t d : widths) {
    for (const std::size_t n : {1, 2, 4, 5, 10}) {
      for (const std::size_t m : {1, 2, 5, 6, 7, 12, 13, 26}) {
        for (const bool weighted : {false, true}) {
          World expected(n, m, d, weighted);
          expected.expect();
          for (const auto& [set, kernel] : all_window_kernels()) {
            INFO(set << ", d = " << d << ", n = " << n << ", m = " << m << ", weighted: " << weighted);
            World found(n, m, d, weighted);
            found.run(kernel);
            REQUIRE(worst(found.inputs, expected.inputs) < 2e-6);
            REQUIRE(worst(found.targets, expected.targets) < 2e-6);
            REQUIRE(found.positive == Approx(expected.positive).epsilon(1e-5));
            REQUIRE(found.negative == Approx(expected.negative).epsilon(1e-5).margin(1e-6));
          }
        }
      }
    }
  }
}

}  // namespace rowgrad
