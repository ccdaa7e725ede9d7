#include "kernels/matmul.hpp"

#include <cmath>
#include <thread>

#include "core/parallel.hpp"
#include "core/random.hpp"
#include "tests/catch.hpp"

namespace rowgrad {
namespace {

template <class T>
Matrix<T> random_matrix(std::size_t rows, std::size_t columns, std::uint64_t seed) {
  auto m = zeros<T>(rows, columns);
  for (std::size_t i = 0; i < m.size(); ++i) m.data()[i] = static_cast<T>(Random(seed).normal(i));
  return m;
}

template <class T>
Matrix<T> transposed(const Matrix<T>& m) {
  auto t = zeros<T>(columns(m), rows(m));
  for (std::size_t i = 0; i < rows(m); ++i) {
    for (std::size_t j = 0; j < columns(m); ++j) t(j, i) = m(i, j);
  }
  return t;
}

// The largest difference of c from start + a·b.
template <class T>
double difference(const Matrix<T>& a, const Matrix<T>& b, const Matrix<T>& start, const Matrix<T>& c) {
  double worst = 0.0;
  for (std::size_t i = 0; i < rows(c); ++i) {
    for (std::size_t j = 0; j < columns(c); ++j) {
      double sum = start(i, j);
      for (std::size_t l = 0; l < columns(a); ++l) sum += static_cast<double>(a(i, l)) * static_cast<double>(b(l, j));
      worst = std::max(worst, std::abs(sum - static_cast<double>(c(i, j))));
    }
  }
  return worst;
}

TEMPLATE_TEST_CASE("the three forms of the matrix product agree with the triple loop, accumulating or not", "", float,
                   double) {
  using T = TestType;
  const double tolerance = sizeof(T) == 4 ? 1e-4 : 1e-12;
  struct Size {
    std::size_t m, n, k;
  };
  for (const auto& [m, n, k] :
       {Size{1, 1, 1}, {5, 7, 3}, {64, 33, 100}, {200, 3, 17}, {3, 0, 4}, {0, 3, 4}, {3, 4, 0}}) {
    for (const bool accumulate : {false, true}) {
      INFO(m << " x " << n << " x " << k << (accumulate ? ", accumulating" : ""));
      const auto a = random_matrix<T>(m, k, 1), b = random_matrix<T>(k, n, 2), start = random_matrix<T>(m, n, 3);
      const auto base = accumulate ? start : zeros<T>(m, n);
      auto c = start;
      matmul(a, b, c, accumulate);
      CHECK(difference(a, b, base, c) <= tolerance);
      c = start;
      matmul_nt(a, transposed(b), c, accumulate);
      CHECK(difference(a, b, base, c) <= tolerance);
      c = start;
      matmul_tn(transposed(a), b, c, accumulate);
      CHECK(difference(a, b, base, c) <= tolerance);
    }
  }
}

TEST_CASE("a matrix product has the same bits on one thread and on two") {
  const auto a = random_matrix<float>(700, 300, 1), b = random_matrix<float>(300, 128, 2);
  auto one = zeros<float>(700, 128), two = zeros<float>(700, 128);
  set_threads(1);
  matmul(a, b, one, false);
  set_threads(2);
  matmul(a, b, two, false);
  set_threads(1);
  CHECK((one == two));
}

}  // namespace
}  // namespace rowgrad
