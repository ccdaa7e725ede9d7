#include "core/standard_input.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <vector>

#include "core/error.hpp"
#include "core/spool.hpp"

namespace rowgrad {
namespace {

const char* const name = "standard input";

FileBytes read_all() {
  if (::isatty(STDIN_FILENO) != 0)
    throw input_error(name, "expected data, found a terminal", "pipe the text into the command, or name a file");
  struct stat info = {};
  if (::fstat(STDIN_FILENO, &info) == 0 && S_ISREG(info.st_mode) && ::lseek(STDIN_FILENO, 0, SEEK_CUR) == 0)
    return FileBytes(STDIN_FILENO, static_cast<std::size_t>(info.st_size), name);
  Spool all(name);
  std::vector<char> piece(std::size_t{1} << 20);
  while (true) {
    const ssize_t got = ::read(STDIN_FILENO, piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0)
      throw input_error(name, std::string("cannot be read: ") + std::strerror(errno), "give it a file or a pipe");
    if (got == 0) return all.finish();
    all.write({piece.data(), static_cast<std::size_t>(got)});
  }
}

}  // namespace

std::string shown_name(const std::filesystem::path& path) {
  if (is_standard_input(path)) return name;
  std::error_code none;  // the folder one works in may have been removed
  const std::filesystem::path here = std::filesystem::current_path(none);
  if (none || here == here.root_path()) return path.string();
  const auto [end, rest] = std::mismatch(here.begin(), here.end(), path.begin(), path.end());
  if (end != here.end() || rest == path.end()) return path.string();
  std::filesystem::path below;
  for (auto part = rest; part != path.end(); ++part) below /= *part;
  return below.empty() ? path.string() : below.string();  // empty: the folder itself, written with a slash
}

const FileBytes& standard_input() {
  static const FileBytes bytes = read_all();
  return bytes;
}

}  // namespace rowgrad
