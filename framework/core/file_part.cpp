#include "core/file_part.hpp"

#include <fcntl.h>

#include <cerrno>
#include <cstring>

#include "core/error.hpp"
#include "core/zero_blocks.hpp"

namespace rowgrad {

FilePart::FilePart(std::filesystem::path path)
    : path_(std::move(path)), file_(::open(path_.c_str(), O_WRONLY | O_CLOEXEC)) {
  if (file_.get() < 0) fail();
}

// In runs of the file's own blocks that are not zero, of at most `longest` bytes.
void FilePart::write_at(std::size_t offset, const void* data, std::size_t bytes) {
  constexpr std::size_t longest = std::size_t{16} << 20;
  const char* const from = static_cast<const char*>(data);
  std::size_t begin = 0;  // of the run so far
  for (std::size_t at = 0; at < bytes;) {
    const std::size_t end = std::min(bytes, at + zero_block - (offset + at) % zero_block);
    const bool zero = all_zero(from + at, end - at);
    if (zero || end - begin > longest) {
      put(offset + begin, from + begin, at - begin);
      begin = zero ? end : at;
    }
    at = end;
  }
  put(offset + begin, from + begin, bytes - begin);
}

void FilePart::put(std::size_t offset, const char* data, std::size_t bytes) {
  while (bytes > 0) {
    const ssize_t written = ::pwrite(file_.get(), data, bytes, static_cast<off_t>(offset));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail();
    data += written;
    offset += static_cast<std::size_t>(written);
    bytes -= static_cast<std::size_t>(written);
  }
}

void FilePart::flush() {
  if (::fsync(file_.get()) != 0) fail();
}

void FilePart::fail() const {
  const int reason = errno;
  throw run_error(
      path_.string(), std::string("cannot be written: ") + std::strerror(reason),
      reason == ENOENT ? "give an --out that all ranks see, on a file system that they share" : "free some space");
}

}  // namespace rowgrad
