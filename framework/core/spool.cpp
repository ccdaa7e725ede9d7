#include "core/spool.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/temporary_file.hpp"

namespace rowgrad {

void Spool::write(std::string_view piece) {
  size_ += piece.size();
  if (file_.get() < 0 && size_ <= FileBytes::largest_copy) {
    memory_.append(piece);
    return;
  }
  if (file_.get() < 0) {
    file_ = temporary_file(content_);
    write_to_file(memory_);
    memory_ = {};
  }
  write_to_file(piece);
}

FileBytes Spool::finish() {
  return file_.get() < 0 ? FileBytes(std::move(memory_)) : FileBytes(file_.get(), size_, content_);
}

void Spool::write_to_file(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t done = ::write(file_.get(), bytes.data(), bytes.size());
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) no_room("the temporary file", "no room for " + content_ + ": " + std::strerror(errno));
    bytes.remove_prefix(static_cast<std::size_t>(done));
  }
}

}  // namespace rowgrad
