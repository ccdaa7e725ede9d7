#include "tests/cli/process.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace rowgrad {
namespace {

struct Streams {
  std::string in, out, err;
};

void take(int descriptor, const std::string& file, int mode) {
  if (file == "closed") {
    ::close(descriptor);
    return;
  }
  const int opened = ::open(file.c_str(), mode, 0644);
  if (opened == descriptor) return;
  ::dup2(opened, descriptor);
  ::close(opened);
}

void limit(int resource, std::size_t value) {
  const rlimit most{value, value};
  if (value != 0) ::setrlimit(resource, &most);
}

// Between fork and exec only calls that are safe after fork in a threaded process.
[[noreturn]] void become(char* const* arguments, const Streams& streams, const Process::Options& options) {
  constexpr int write = O_WRONLY | O_CREAT | O_TRUNC;
  take(STDIN_FILENO, streams.in, O_RDONLY);
  take(STDOUT_FILENO, streams.out, write);
  take(STDERR_FILENO, streams.err, write);
  ::signal(SIGHUP, SIG_DFL);  // which nohup ignores, for its children too
  if (!options.folder.empty() && ::chdir(options.folder.c_str()) != 0) ::_exit(127);
  limit(RLIMIT_FSIZE, options.largest_file);
  limit(RLIMIT_AS, options.address_space);
  limit(RLIMIT_CPU, options.seconds);
  ::execv(arguments[0], arguments);
  ::_exit(127);
}

std::string text_of(const std::string& file) { return std::filesystem::is_regular_file(file) ? read_text(file) : ""; }

}  // namespace

Process::Process(const std::vector<std::string>& command, const Options& options) {
  std::vector<std::string> text = command;
  if (!text[0].starts_with('/')) text[0].insert(0, ROWGRAD_BIN_DIR "/");
  std::vector<char*> arguments;
  for (auto& argument : text) arguments.push_back(argument.data());
  arguments.push_back(nullptr);
  const std::string input = folder_.write("in", options.input);
  out_ = options.out.empty() ? (folder_ / "out").string() : options.out;
  err_ = options.err.empty() ? (folder_ / "err").string() : options.err;
  const Streams streams{options.in.empty() ? input : options.in, out_, err_};
  pid_ = ::fork();
  if (pid_ < 0) throw std::runtime_error("cannot fork");
  if (pid_ == 0) become(arguments.data(), streams, options);
}

Process::~Process() {
  if (pid_ < 0) return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

void Process::signal(int number) const { ::kill(pid_, number); }

std::vector<pid_t> Process::children() const {
  std::vector<pid_t> children;
  const std::string tasks = "/proc/" + std::to_string(pid_) + "/task";
  std::error_code gone;
  for (const auto& task : std::filesystem::directory_iterator(tasks, gone)) {
    std::ifstream list(task.path() / "children");
    for (pid_t child = 0; list >> child;) children.push_back(child);
  }
  std::sort(children.begin(), children.end());
  return children;
}

Finished Process::wait() {
  int status = 0;
  rusage used = {};
  ::wait4(pid_, &status, 0, &used);
  pid_ = -1;
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return {code, text_of(out_), text_of(err_), static_cast<std::size_t>(used.ru_maxrss) * 1024};
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
