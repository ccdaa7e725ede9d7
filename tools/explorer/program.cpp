#include "tools/explorer/program.hpp"

#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/error.hpp"
#include "core/file_descriptor.hpp"

extern char** environ;

namespace rowgrad {
namespace {

// A file in memory: unlike a pipe it never waits for a reader, so that no two programs can wait for each other.
class MemoryFile {
 public:
  explicit MemoryFile(const char* name) : descriptor_(::memfd_create(name, MFD_CLOEXEC)) {
    if (descriptor_.get() < 0) fail();
  }
  int get() const { return descriptor_.get(); }

  void fill(std::string_view text) {
    while (!text.empty()) {
      const ssize_t written = ::write(get(), text.data(), text.size());
      if (written < 0) fail();
      text.remove_prefix(static_cast<std::size_t>(written));
    }
    ::lseek(get(), 0, SEEK_SET);
  }
  std::string text() const {
    std::string text;
    ::lseek(get(), 0, SEEK_SET);
    char part[1 << 16];
    for (ssize_t n = 0; (n = ::read(get(), part, sizeof part)) > 0;) text.append(part, static_cast<std::size_t>(n));
    return text;
  }

 private:
  [[noreturn]] static void fail() { throw run_error("memory", std::strerror(errno)); }
  FileDescriptor descriptor_;
};

int wait_for(pid_t process) {
  int status = 0;
  while (::waitpid(process, &status, 0) < 0 && errno == EINTR) {
  }
  constexpr int by_signal = 128;
  return WIFEXITED(status) ? WEXITSTATUS(status) : by_signal + WTERMSIG(status);
}

}  // namespace

ProgramOutput run_program(const std::vector<std::string>& command, std::string_view input, const std::string& remedy) {
  MemoryFile in("in"), out("out"), err("err");
  in.fill(input);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in.get(), STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out.get(), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, err.get(), STDERR_FILENO);
  std::vector<char*> arguments;
  for (const std::string& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  pid_t process = 0;
  const int problem = ::posix_spawnp(&process, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (problem == ENOENT) throw input_error(command[0], "there is no such program", remedy);
  if (problem != 0) throw run_error(command[0], std::strerror(problem), remedy);
  const int code = wait_for(process);
  return {code, out.text(), err.text()};
}

}  // namespace rowgrad
