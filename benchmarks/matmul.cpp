// Matrix products of the sizes that models ask for: GFLOP/s on one thread, and on all.
#include "kernels/matmul.hpp"

#include <fmt/format.h>

#include <chrono>
#include <thread>

#include "core/parallel.hpp"
#include "core/random.hpp"
#include "kernels/rows.hpp"

namespace rowgrad {
namespace {

Matrix<float> random_matrix(std::size_t rows, std::size_t columns) {
  Matrix<float> m;
  resize(m, rows, columns);
  for (std::size_t i = 0; i < m.size(); ++i) m.data()[i] = static_cast<float>(Random(rows).normal(i));
  return m;
}

// GFLOP/s of (m x k) · (n x k)ᵀ, the best of several runs of about a tenth of a second.
double speed(std::size_t m, std::size_t n, std::size_t k) {
  const auto a = random_matrix(m, k), b = random_matrix(n, k);
  auto c = random_matrix(m, n);
  const double flops = 2.0 * static_cast<double>(m * n * k);
  const auto products = static_cast<std::size_t>(5e9 / flops) + 1;
  double best = 0.0;
  for (int run = 0; run < 5; ++run) {
    const auto start = std::chrono::steady_clock::now();
    for (std::size_t i = 0; i < products; ++i) matmul_nt(a, b, c, /*accumulate=*/false);
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    best = std::max(best, flops * static_cast<double>(products) / seconds.count() / 1e9);
  }
  return best;
}

}  // namespace
}  // namespace rowgrad

int main() {
  using namespace rowgrad;
  const int all = static_cast<int>(std::thread::hardware_concurrency());
  fmt::print("row kernels: {}\n{:>24} {:>12} {:>12}\n", instruction_set(), "m x n x k", "1 thread",
             fmt::format("{} threads", all));
  constexpr std::size_t shapes[][3] = {{6, 6, 300}, {32, 27, 64}, {256, 200, 30}, {512, 256, 64}, {1024, 1024, 1024}};
  for (const auto& [m, n, k] : shapes) {
    set_threads(1);
    const double one = speed(m, n, k);
    set_threads(all);
    fmt::print("{:>24} {:>12.1f} {:>12.1f}\n", fmt::format("{} x {} x {}", m, n, k), one, speed(m, n, k));
  }
}
