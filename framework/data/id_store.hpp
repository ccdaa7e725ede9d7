// IdStore: room for a known largest number of ids, of which only what is written takes memory, or disk.
#pragma once

#include <cstddef>
#include <utility>

#include "core/file_descriptor.hpp"
#include "core/matrix.hpp"

namespace rowgrad {

class IdStore {
 public:
  IdStore() = default;
  /// In memory if `expected` ids take at most half of what is free now; in a temporary file, which nobody else sees and
  /// which ends with the process, if they take more. Throws Error if the disk has no room for them.
  IdStore(std::size_t capacity, std::size_t expected);
  /// The same with `memory` bytes for the half.
  IdStore(std::size_t capacity, std::size_t expected, std::size_t memory);
  /// The half, in bytes.
  static std::size_t usual_memory();
  ~IdStore();
  IdStore(IdStore&& other) noexcept { swap(other); }
  IdStore& operator=(IdStore&& other) noexcept {
    swap(other);
    return *this;
  }

  Id* data() { return data_; }
  const Id* data() const { return data_; }
  bool in_memory() const { return file_.get() < 0; }
  /// Makes sure that n ids from `first` on can be written: a disk that is full would otherwise end the process
  /// (SIGBUS). Different ranges from different threads if need be. Throws a run Error if there is no room.
  void claim(std::size_t first, std::size_t n);
  /// Gives back the disk that n ids from `first` on take; they are lost.
  void give_back(std::size_t first, std::size_t n);
  /// Gives back what lies beyond the first `n` ids.
  void shrink(std::size_t n);

 private:
  void swap(IdStore& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(bytes_, other.bytes_);
    std::swap(file_, other.file_);
  }
  Id* data_ = nullptr;
  std::size_t bytes_ = 0;
  FileDescriptor file_;  // none: in memory
};

}  // namespace rowgrad
