#include "core/temporary_file.hpp"

#include <fcntl.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "core/error.hpp"

namespace rowgrad {

std::filesystem::path temporary_folder() {
  std::error_code problem;
  const std::filesystem::path folder = std::filesystem::temp_directory_path(problem);
  if (!problem) return folder;
  for (const char* name : {"TMPDIR", "TMP", "TEMP", "TEMPDIR"}) {
    if (const char* const value = std::getenv(name))
      throw run_error(
          value, std::string("expected the folder for temporary files, which ") + name + " names: " + problem.message(),
          "set TMPDIR to a folder");
  }
  throw run_error("/tmp", "expected the folder for temporary files: " + problem.message(), "set TMPDIR to a folder");
}

FileDescriptor temporary_file(const std::string& content) {
  std::string name = (temporary_folder() / "rowgrad-XXXXXX").string();
  FileDescriptor file(::mkostemp(name.data(), O_CLOEXEC));
  if (file.get() < 0 || ::unlink(name.c_str()) != 0)
    no_room(name, "no room for " + content + ": " + std::strerror(errno));
  return file;
}

void no_room(const std::string& where, const std::string& what) {
  throw run_error(where, what, "set TMPDIR to a folder with more room");
}

}  // namespace rowgrad
