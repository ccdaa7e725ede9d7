#include "tools/answers/log_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "core/error.hpp"

namespace rowgrad {

LogFile::LogFile(const std::filesystem::path& file)
    : file_(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)) {
  if (file_.get() < 0 && errno == ENOENT) return;
  struct stat info = {};
  if (file_.get() < 0 || ::fstat(file_.get(), &info) != 0 || !S_ISREG(info.st_mode))
    throw input_error(file.string(), "expected a file, found a pipe, a device, a link or what cannot be read");
  read(0, [&](std::string&& first) {
    identity_ = fmt::format("{:x}-{:x}", info.st_ino, std::hash<std::string>()(first));
    return false;
  });
}

bool LogFile::begins_line(std::size_t at) const {
  char before = '\0';
  return at == 0 || (::pread(file_.get(), &before, 1, static_cast<off_t>(at - 1)) == 1 && before == '\n');
}

std::size_t LogFile::read(std::size_t from, const std::function<bool(std::string&&)>& f) const {
  std::string line, part(longest_line, '\0');
  std::size_t next = from, at = from;
  bool too_long = false;
  while (true) {
    const ssize_t bytes = ::pread(file_.get(), part.data(), part.size(), static_cast<off_t>(at));
    if (bytes <= 0) return next;
    for (ssize_t i = 0; i < bytes; ++i) {
      ++at;
      if (part[static_cast<std::size_t>(i)] != '\n') {
        too_long = too_long || line.size() == longest_line;
        if (!too_long) line += part[static_cast<std::size_t>(i)];
        continue;
      }
      next = at;
      const bool goes_on = too_long || f(std::move(line));
      line.clear();
      too_long = false;
      if (!goes_on) return next;
    }
  }
}

}  // namespace rowgrad
