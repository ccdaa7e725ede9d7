#include "run/run_lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <string>
#include <thread>

#include "core/error.hpp"

namespace rowgrad {
namespace {

// Others hold the lock for a moment only to see whether it is free, and the owner's id is not written at once.
constexpr int attempts = 20;
constexpr std::chrono::milliseconds pause_between{5};

Error in_use(const std::filesystem::path& folder) {
  char text[32] = {};
  const int fd = ::open((folder / RunLock::file_name).c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  const ssize_t length = fd < 0 ? 0 : ::read(fd, text, sizeof(text) - 1);
  if (fd >= 0) ::close(fd);
  const std::string id(text, length > 0 ? std::strspn(text, "0123456789") : 0);
  return input_error(
      "--out",
      fmt::format("{} is being written by {}", folder.string(), id.empty() ? "another process" : "process " + id),
      "wait until it ends, or choose another --out");
}

Error cannot_write(const std::filesystem::path& folder, const std::string& reason) {
  return input_error(folder.string(), "cannot be written: " + reason, "choose another --out");
}

bool same_file(const struct stat& a, const struct stat& b) { return a.st_dev == b.st_dev && a.st_ino == b.st_ino; }

}  // namespace

RunLock::RunLock(std::filesystem::path folder) : folder_(std::move(folder)) {
  for (int attempt = 0; attempt < attempts; ++attempt) {
    try {
      open_folder();
      if (try_lock()) return;
    } catch (...) {
      close();
      throw;
    }
    close();
    std::this_thread::sleep_for(pause_between);
  }
  throw in_use(folder_);
}

void RunLock::open_folder() {
  std::error_code problem;
  made_folder_ |= std::filesystem::create_directories(folder_, problem);
  if (problem) throw input_error(folder_.string(), "cannot be created: " + problem.message(), "choose another --out");
  folder_fd_ = ::open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder_fd_ < 0 && errno != ENOENT) throw cannot_write(folder_, std::strerror(errno));
}

bool RunLock::try_lock() {
  if (folder_fd_ < 0) return false;
  fd_ = ::openat(folder_fd_, file_name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
  if (fd_ < 0 && errno == ENOENT) return false;  // the folder was removed just now
  if (fd_ < 0) throw cannot_write(folder_, std::strerror(errno));
  if (::flock(fd_, LOCK_EX | LOCK_NB) != 0 && (errno == EWOULDBLOCK || errno == EINTR)) return false;
  if (!is_in_place()) return false;
  const std::string id = std::to_string(::getpid()) + "\n";
  // For messages only: what cannot be written here is told by the first file that matters.
  if (::ftruncate(fd_, 0) == 0) (void)!::pwrite(fd_, id.data(), id.size(), 0);
  return true;
}

// Whoever had the lock before may have removed the file, or the folder, between our open() and flock().
bool RunLock::is_in_place() const {
  struct stat file = {}, file_now = {}, folder = {}, folder_now = {};
  return ::fstat(fd_, &file) == 0 && ::fstatat(folder_fd_, file_name, &file_now, AT_SYMLINK_NOFOLLOW) == 0 &&
         same_file(file, file_now) && ::fstat(folder_fd_, &folder) == 0 && ::stat(folder_.c_str(), &folder_now) == 0 &&
         same_file(folder, folder_now);
}

void RunLock::release() {
  if (fd_ >= 0) ::unlinkat(folder_fd_, file_name, 0);  // while it is locked, so that it is ours
  close();
}

void RunLock::close() {
  if (fd_ >= 0) ::close(fd_);
  if (folder_fd_ >= 0) ::close(folder_fd_);
  fd_ = folder_fd_ = -1;
}

bool RunLock::is_held(const std::filesystem::path& folder) {
  const int fd = ::open((folder / file_name).c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (fd < 0) return false;
  const bool taken = ::flock(fd, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  ::close(fd);
  return taken;
}

void RunLock::require_free(const std::filesystem::path& folder) {
  if (is_held(folder)) throw in_use(folder);
}

}  // namespace rowgrad
