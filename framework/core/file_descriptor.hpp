// FileDescriptor: an open file, closed whatever happens.
#pragma once

#include <unistd.h>

#include <utility>

namespace rowgrad {

class FileDescriptor {
 public:
  FileDescriptor() = default;
  explicit FileDescriptor(int fd) : fd_(fd) {}
  ~FileDescriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  FileDescriptor(FileDescriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }

  /// Negative: none.
  int get() const { return fd_; }

 private:
  int fd_ = -1;
};

}  // namespace rowgrad
