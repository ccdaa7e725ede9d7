#include "core/temporary_file.hpp"

#include <fcntl.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "core/error.hpp"

namespace rowgrad {

FileDescriptor temporary_file(const std::string& content) {
  std::string name = (std::filesystem::temp_directory_path() / "rowgrad-XXXXXX").string();
  FileDescriptor file(::mkostemp(name.data(), O_CLOEXEC));
  if (file.get() < 0 || ::unlink(name.c_str()) != 0)
    no_room(name, "no room for " + content + ": " + std::strerror(errno));
  return file;
}

void no_room(const std::string& where, const std::string& what) {
  throw run_error(where, what, "set TMPDIR to a folder with more room");
}

}  // namespace rowgrad
