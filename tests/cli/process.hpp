// Running the project's executables as a user does: arguments in, exit code and output out.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

#include "tests/temporary_folder.hpp"

namespace rowgrad {

struct Finished {
  int code = 0;  // the exit code; 128 + n if signal n killed it
  std::string out, err;
  std::size_t peak_bytes = 0;  // of memory in use
};

/// A child process. Destroyed while it still runs, it is killed.
class Process {
 public:
  /// `command` is an executable's name, or any program's absolute path, and its arguments. `largest_file` in bytes
  /// makes longer writes fail as a full disk does, `address_space` in bytes limits memory, `seconds` of computing end
  /// it by a signal; 0: no limit. `in`, `out` and `err` are files to take stdin, stdout and stderr, such as /dev/full;
  /// "closed" closes it; empty: `input`, and what wait() returns.
  struct Options {
    std::string input = {};
    std::size_t largest_file = 0;
    std::string out = {};
    std::string err = {};
    std::string in = {};
    std::size_t address_space = 0;
    std::size_t seconds = 0;
    std::string folder = {};  // the working directory; empty: the caller's
  };
  explicit Process(const std::vector<std::string>& command, const Options& options);
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  void signal(int number) const;
  /// The processes that it has started and that run, the oldest first.
  std::vector<pid_t> children() const;
  /// The kernel's list of what it has mapped.
  std::string maps() const { return "/proc/" + std::to_string(pid_) + "/maps"; }
  Finished wait();

 private:
  TemporaryFolder folder_;
  std::string out_, err_;
  pid_t pid_ = -1;
};

/// Runs to the end.
Finished run_command(const std::vector<std::string>& command, const Process::Options& options = {});

std::string read_text(const std::filesystem::path& file);

/// A file of the repository, by its path from the root.
std::string source_file(const std::string& path);

}  // namespace rowgrad
