// Matrix<T>: rows x columns, row-major. Every value, parameter and gradient in rowgrad is one.
//
// Invariants: storage is 64-byte aligned, only grows, and is not initialised by resize(); large tables ask for huge
// pages, because a random row is otherwise a TLB miss as well as a cache miss. Not thread-safe by itself.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <new>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/xtensor.hpp"

namespace rowgrad {

using Id = std::uint32_t;

/// Bytes aligned to 64; blocks of 4 MB or more are aligned to and advised for huge pages, and are zero. Throws
/// std::bad_alloc.
void* allocate_aligned(std::size_t bytes);
/// REQUIRES: p is from allocate_aligned(bytes).
void free_aligned(void* p, std::size_t bytes);
/// Makes bytes from allocate_aligned() zero that nobody has written to yet. Large blocks are already, and stay memory
/// that costs nothing until it is touched: a part of the machine's memory so large that little of it may ever be is
/// given in small pages.
void zero_untouched(void* p, std::size_t bytes);

/// An allocator that leaves floats uninitialised, so that resizing a scratch matrix costs nothing.
template <class T>
struct RowAllocator {
  using value_type = T;
  RowAllocator() = default;
  template <class U>
  RowAllocator(const RowAllocator<U>&) {}  // NOLINT(google-explicit-constructor): allocators convert
  T* allocate(std::size_t n) { return static_cast<T*>(allocate_aligned(n * sizeof(T))); }
  void deallocate(T* p, std::size_t n) { free_aligned(p, n * sizeof(T)); }
  template <class U, class... Args>
  void construct(U* p, Args&&... args) {
    if constexpr (sizeof...(Args) > 0) ::new (static_cast<void*>(p)) U(std::forward<Args>(args)...);
  }
  bool operator==(const RowAllocator&) const { return true; }
};

template <class T>
using Matrix = xt::xtensor_container<std::vector<T, RowAllocator<T>>, 2, xt::layout_type::row_major>;

/// Replaces the memory of a matrix, whose values are lost, by that for `size` values and an eighth more, and has the
/// machine provide all of it now. Batches differ a little in size, and the largest yet may come after hours: what a run
/// takes should show in its first minutes. If there is not so much it throws what std::vector throws, and the matrix is
/// empty (0 x 0).
template <class T>
void renew_memory(Matrix<T>& m, std::size_t size) {
  m.resize({0, 0});
  auto& values = m.storage();
  std::remove_reference_t<decltype(values)>().swap(values);
  values.reserve(size + size / 8);
  values.resize(values.capacity());
  std::fill(values.begin() + static_cast<std::ptrdiff_t>(size), values.end(), T{});  // touches its pages
}

/// Sets the shape. Values are unset afterwards. Throws what std::vector throws; never leaves a shape without its
/// memory.
template <class T>
void resize(Matrix<T>& m, std::size_t rows, std::size_t columns) {
  if (m.shape()[0] == rows && m.shape()[1] == columns) return;
  const std::size_t had = m.storage().capacity();
  if (had > 0 && rows * columns > had) renew_memory(m, rows * columns);
  m.storage().reserve(rows * columns);
  m.resize({rows, columns});
}
template <class T>
void set_zero(Matrix<T>& m) {
  std::fill_n(m.data(), m.size(), T(0));  // which takes the null pointer of an empty matrix
}
template <class T>
Matrix<T> zeros(std::size_t rows, std::size_t columns) {
  Matrix<T> m;
  m.resize({rows, columns});
  zero_untouched(m.data(), m.size() * sizeof(T));
  return m;
}
template <class T>
std::size_t rows(const Matrix<T>& m) {
  return m.shape()[0];
}
template <class T>
std::size_t columns(const Matrix<T>& m) {
  return m.shape()[1];
}
template <class T>
T* row(Matrix<T>& m, std::size_t i) {
  return m.data() + i * m.shape()[1];
}
template <class T>
const T* row(const Matrix<T>& m, std::size_t i) {
  return m.data() + i * m.shape()[1];
}

}  // namespace rowgrad
