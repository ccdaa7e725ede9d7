#include "kernels/matmul.hpp"

#include <omp.h>
#include <oneapi/dnnl/dnnl.h>

#include <cstdlib>
#include <new>

#include "core/parallel.hpp"
#include "core/shape_error.hpp"

namespace rowgrad {
namespace {

// oneDNN crashes where memory ends while it makes its kernels, in its first calls. Whether there is room for that, and
// more than it takes, is seen before. Throws std::bad_alloc.
bool is_room_for_kernels() {
  constexpr std::size_t room = std::size_t{64} << 20;
  void* const memory = std::malloc(room);  // NOLINT(cppcoreguidelines-no-malloc): never touched, only asked for
  if (memory == nullptr) throw std::bad_alloc();
  std::free(memory);  // NOLINT(cppcoreguidelines-no-malloc)
  return true;
}

// c (m x n) = op(a)·op(b) + beta·c; lda, ldb, ldc are row strides; transposed operands are stored the other way round.
void gemm(char ta, char tb, std::size_t m, std::size_t n, std::size_t k, const float* a, std::size_t lda,
          const float* b, std::size_t ldb, float beta, float* c, std::size_t ldc) {
  // oneDNN splits a product over OpenMP's threads in a way that depends on their number. Ours are the blocks below.
  [[maybe_unused]] static const bool room = is_room_for_kernels();
  [[maybe_unused]] thread_local const bool single = (omp_set_num_threads(1), true);
  dnnl_sgemm(ta, tb, static_cast<dnnl_dim_t>(m), static_cast<dnnl_dim_t>(n), static_cast<dnnl_dim_t>(k), 1.0F, a,
             static_cast<dnnl_dim_t>(lda), b, static_cast<dnnl_dim_t>(ldb), beta, c, static_cast<dnnl_dim_t>(ldc));
}

void gemm(char ta, char tb, std::size_t m, std::size_t n, std::size_t k, const double* a, std::size_t lda,
          const double* b, std::size_t ldb, double beta, double* c, std::size_t ldc) {
  for (std::size_t i = 0; i < m; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      double sum = beta == 0.0 ? 0.0 : beta * c[i * ldc + j];
      for (std::size_t l = 0; l < k; ++l) {
        sum += (ta == 'N' ? a[i * lda + l] : a[l * lda + i]) * (tb == 'N' ? b[l * ldb + j] : b[j * ldb + l]);
      }
      c[i * ldc + j] = sum;
    }
  }
}

// A block of rows large enough to be worth a thread: about half a million multiplications, in multiples of 16 rows.
std::size_t rows_per_block(std::size_t n, std::size_t k) {
  const std::size_t rows = (std::size_t{1} << 19) / (n * k + 1);
  return std::max<std::size_t>(16, rows / 16 * 16);
}

template <class T>
void product(char ta, char tb, RowSpan<const T> a, RowSpan<const T> b, RowSpan<T> c, bool accumulate) {
  const std::size_t m = c.rows, n = c.columns;
  const std::size_t k = ta == 'N' ? a.columns : a.rows;
  const bool fits = m == (ta == 'N' ? a.rows : a.columns) && k == (tb == 'N' ? b.rows : b.columns) &&
                    n == (tb == 'N' ? b.columns : b.rows);
  if (!fits) {
    throw ShapeError(fmt::format("the product of {} x {}{} and {} x {}{} is not {} x {}", a.rows, a.columns,
                                 ta == 'N' ? "" : " transposed", b.rows, b.columns, tb == 'N' ? "" : " transposed",
                                 c.rows, c.columns));
  }
  if (m == 0 || n == 0) return;
  if (k == 0) {
    if (!accumulate) std::fill_n(c.data, m * n, T(0));
    return;
  }
  parallel_for(m, rows_per_block(n, k), [&](std::size_t first, std::size_t last) {
    const T* first_of_a = ta == 'N' ? a.data + first * k : a.data + first;
    gemm(ta, tb, last - first, n, k, first_of_a, a.columns, b.data, b.columns, accumulate ? T(1) : T(0),
         c.data + first * n, n);
  });
}

}  // namespace

template <class T>
void matmul(Operand<T> a, Operand<T> b, RowSpan<T> c, bool accumulate) {
  product('N', 'N', a, b, c, accumulate);
}
template <class T>
void matmul_nt(Operand<T> a, Operand<T> b, RowSpan<T> c, bool accumulate) {
  product('N', 'T', a, b, c, accumulate);
}
template <class T>
void matmul_tn(Operand<T> a, Operand<T> b, RowSpan<T> c, bool accumulate) {
  product('T', 'N', a, b, c, accumulate);
}

template void matmul(Operand<float>, Operand<float>, RowSpan<float>, bool);
template void matmul(Operand<double>, Operand<double>, RowSpan<double>, bool);
template void matmul_nt(Operand<float>, Operand<float>, RowSpan<float>, bool);
template void matmul_nt(Operand<double>, Operand<double>, RowSpan<double>, bool);
template void matmul_tn(Operand<float>, Operand<float>, RowSpan<float>, bool);
template void matmul_tn(Operand<double>, Operand<double>, RowSpan<double>, bool);

}  // namespace rowgrad
