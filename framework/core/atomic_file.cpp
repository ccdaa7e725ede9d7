#include "core/atomic_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <charconv>
#include <cstring>

#include "core/error.hpp"

namespace rowgrad {
namespace {

constexpr std::string_view mark = ".tmp-";

std::filesystem::path temporary_name(const std::filesystem::path& path) {
  static std::atomic<unsigned> number{0};
  return path.string() + std::string(mark) + std::to_string(::getpid()) + "-" + std::to_string(number.fetch_add(1));
}

// The number of this process's open file that a path names, as /dev/stdout and /dev/fd/3 do in the end; −1: none.
int open_descriptor(const std::filesystem::path& path) {
  std::error_code problem;
  const auto folder = std::filesystem::canonical(path.has_parent_path() ? path.parent_path() : ".", problem);
  if (folder != "/proc/" + std::to_string(::getpid()) + "/fd") return -1;
  int number = -1;
  const std::string name = path.filename().string();
  const auto [end, wrong] = std::from_chars(name.data(), name.data() + name.size(), number);
  return wrong == std::errc() && end == name.data() + name.size() ? number : -1;
}

// What a symbolic link leads to, whether it is there yet or not; an open file's name is not resolved any further.
std::filesystem::path followed(std::filesystem::path path) {
  constexpr int most_links = 40;  // as in the kernel
  std::error_code problem;
  for (int i = 0; i < most_links && open_descriptor(path) < 0 && std::filesystem::is_symlink(path, problem); ++i)
    path = path.parent_path() / std::filesystem::read_symlink(path, problem);
  return path;
}

}  // namespace

AtomicFile::AtomicFile(std::filesystem::path path) : path_(std::move(path)) {
  const std::filesystem::path target = followed(path_);
  if (is_written_directly(path_)) {
    // What is open is written where it stands: behind what is there already, with >> or after a header.
    const int descriptor = open_descriptor(target);
    fd_ = descriptor < 0 ? ::open(path_.c_str(), O_WRONLY | O_CLOEXEC) : ::fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
    if (fd_ < 0) fail();
    return;
  }
  path_ = target;
  open();
}

bool is_written_directly(const std::filesystem::path& path) {
  if (open_descriptor(followed(path)) >= 0) return true;
  std::error_code problem;
  const std::filesystem::file_status status = std::filesystem::status(path, problem);
  return std::filesystem::exists(status) && !std::filesystem::is_regular_file(status) &&
         !std::filesystem::is_directory(status);
}

// Whoever had the same process id before, in another container or before a restart, may have left its file.
void AtomicFile::open() {
  do {
    temporary_ = temporary_name(path_);
    fd_ = ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  } while (fd_ < 0 && errno == EEXIST);
  if (fd_ < 0) fail();
}

AtomicFile::~AtomicFile() {
  if (fd_ < 0) return;
  ::close(fd_);
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

void AtomicFile::write(const void* data, std::size_t bytes) {
  const char* next = static_cast<const char*>(data);
  while (bytes > 0) {
    const ssize_t written = ::write(fd_, next, bytes);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail();
    next += written;
    bytes -= static_cast<std::size_t>(written);
  }
}

void AtomicFile::reserve(std::size_t bytes) {
  if (::ftruncate(fd_, static_cast<off_t>(bytes)) != 0) fail();
}

void AtomicFile::commit() {
  if (::fsync(fd_) != 0 && errno != EINVAL && errno != EROFS) fail();  // pipes and devices cannot be flushed
  if (!temporary_.empty()) {
    if (::rename(temporary_.c_str(), path_.c_str()) != 0) fail();
    temporary_.clear();
    flush_folder();
  }
  ::close(fd_);
  fd_ = -1;
}

// Without this a power cut could undo the rename. A folder that may not be opened, or a file system that cannot flush
// one, promises nothing; the file is there all the same.
void AtomicFile::flush_folder() const {
  const auto folder = path_.has_parent_path() ? path_.parent_path() : std::filesystem::path(".");
  const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return;
  const bool broken = ::fsync(fd) != 0 && errno == EIO;
  ::close(fd);
  if (broken) fail();
}

void AtomicFile::fail() const {
  const int reason = errno;
  const std::string what = std::string("cannot be written: ") + std::strerror(reason);
  const bool disk = reason == ENOSPC || reason == EDQUOT || reason == EFBIG || reason == EIO;
  if (disk) throw run_error(path_.string(), what, "free some space");
  if (reason == EPIPE) throw run_error(path_.string(), what, "its reader ended before it had everything");
  throw input_error(path_.string(), what, "check its permissions, or choose another place");
}

void write_atomically(const std::filesystem::path& path, std::string_view content) {
  AtomicFile file(path);
  file.write(content);
  file.commit();
}

bool is_left_behind(const std::filesystem::path& path) {
  const std::string name = path.filename().string();
  const std::size_t at = name.rfind(mark);
  if (at == std::string::npos || at == 0) return false;
  const std::string_view numbers = std::string_view(name).substr(at + mark.size());
  const std::size_t dash = numbers.find('-');
  return dash != std::string_view::npos && dash != 0 && dash + 1 < numbers.size() &&
         numbers.find_first_not_of("0123456789-") == std::string_view::npos && numbers.rfind('-') == dash;
}

}  // namespace rowgrad
