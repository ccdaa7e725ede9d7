#include "tests/cli/process.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace rowgrad {
namespace {

// Between fork and exec only calls that are safe after fork in a threaded process.
[[noreturn]] void become(char* const* arguments, const std::string& in, const std::string& out, const std::string& err,
                         std::size_t largest_file) {
  ::dup2(::open(in.c_str(), O_RDONLY), STDIN_FILENO);
  ::dup2(::open(out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644), STDOUT_FILENO);
  ::dup2(::open(err.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644), STDERR_FILENO);
  if (largest_file != 0) {
    const rlimit limit{largest_file, largest_file};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    ::signal(SIGXFSZ, SIG_IGN);  // so that write() fails with EFBIG
  }
  ::execv(arguments[0], arguments);
  ::_exit(127);
}

}  // namespace

Process::Process(const std::vector<std::string>& command, const Options& options) {
  std::vector<std::string> text = command;
  text[0].insert(0, ROWGRAD_BIN_DIR "/");
  std::vector<char*> arguments;
  for (auto& argument : text) arguments.push_back(argument.data());
  arguments.push_back(nullptr);
  const std::string in = folder_.write("in", options.input), err = folder_ / "err";
  out_ = options.out.empty() ? (folder_ / "out").string() : options.out;
  pid_ = ::fork();
  if (pid_ < 0) throw std::runtime_error("cannot fork");
  if (pid_ == 0) become(arguments.data(), in, out_, err, options.largest_file);
}

Process::~Process() {
  if (pid_ < 0) return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

void Process::signal(int number) const { ::kill(pid_, number); }

Finished Process::wait() {
  int status = 0;
  ::waitpid(pid_, &status, 0);
  pid_ = -1;
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return {code, std::filesystem::is_regular_file(out_) ? read_text(out_) : "", read_text(folder_ / "err")};
}

Finished run_command(const std::vector<std::string>& command, const Process::Options& options) {
  return Process(command, options).wait();
}

std::string read_text(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}

std::string source_file(const std::string& path) { return std::string(ROWGRAD_SOURCE_DIR) + "/" + path; }

}  // namespace rowgrad
