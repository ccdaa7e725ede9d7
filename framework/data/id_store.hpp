// IdStore: room for a known largest number of ids, of which only what is written takes memory, or disk.
#pragma once

#include <cstddef>
#include <utility>

#include "core/matrix.hpp"

namespace rowgrad {

class IdStore {
 public:
  IdStore() = default;
  /// In memory if `expected` ids take at most half of what is free now; in a temporary file, which nobody else sees and
  /// which ends with the process, if they take more. Throws Error if the disk has no room for twice as many: ids that
  /// are moved up leave the pages they were in.
  IdStore(std::size_t capacity, std::size_t expected);
  /// The same with `memory` bytes for the half.
  IdStore(std::size_t capacity, std::size_t expected, std::size_t memory);
  ~IdStore();
  IdStore(IdStore&& other) noexcept { swap(other); }
  IdStore& operator=(IdStore&& other) noexcept {
    swap(other);
    return *this;
  }

  Id* data() { return data_; }
  const Id* data() const { return data_; }
  bool in_memory() const { return in_memory_; }
  /// Gives back what lies beyond the first `n` ids.
  void shrink(std::size_t n);

 private:
  void swap(IdStore& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(bytes_, other.bytes_);
    std::swap(in_memory_, other.in_memory_);
  }
  Id* data_ = nullptr;
  std::size_t bytes_ = 0;
  bool in_memory_ = true;
};

}  // namespace rowgrad
