#include "tools/main.hpp"

#include <execinfo.h>
#include <fcntl.h>
#include <poll.h>
#include <spdlog/cfg/env.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <filesystem>
#include <new>
#include <system_error>

#include "core/command_name.hpp"
#include "tools/messages.hpp"
#include "tools/output.hpp"
#include "tools/version.hpp"

namespace rowgrad {
namespace {

// A file opened later must not become stdout or stderr because a caller closed those: then a message would go into a
// model. What is opened instead fails as a closed one does, except that messages vanish.
void open_standard_streams() {
  for (const auto& [descriptor, mode] :
       {std::pair{STDIN_FILENO, O_WRONLY}, {STDOUT_FILENO, O_RDONLY}, {STDERR_FILENO, O_WRONLY}}) {
    if (::fcntl(descriptor, F_GETFD) < 0) ::open("/dev/null", mode);  // takes the lowest free number: this one
  }
}

// Log lines, lost rather than waited for where nobody reads them.
class LogSink : public spdlog::sinks::stderr_color_sink_mt {
 public:
  void log(const spdlog::details::log_msg& message) override {
    if (stderr_is_ready(message_patience)) ansicolor_stderr_sink::log(message);
  }
};

void start_logging() {
  spdlog::set_default_logger(std::make_shared<spdlog::logger>("rowgrad", std::make_shared<LogSink>()));
  spdlog::set_pattern("%^%l%$: %v");
  spdlog::set_error_handler([](const std::string&) {});  // its own writes to stderr
  spdlog::cfg::load_env_levels();                        // SPDLOG_LEVEL=debug, as --verbose
}

// A page of a mapped file is gone. There is no way back from here; what was saved stays.
void page_lost(int) {
  constexpr std::string_view message =
      "error: a file was cut short while it was being read, or its disk failed; run again when it is whole\n";
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, message.data(), message.size());
  ::_exit(static_cast<int>(Blame::run));
}

// Whether a system call failed for the name it was given.
bool is_wrong_name(const std::error_code& code) {
  return code == std::errc::filename_too_long || code == std::errc::too_many_symbolic_link_levels ||
         code == std::errc::illegal_byte_sequence;
}

// An empty value, such as a script's "$UNSET", is a mistake, and would be taken for an option left out. Texts may be
// empty.
void refuse_empty_values(const CLI::App& app) {
  for (const CLI::Option* option : app.get_options()) {
    const std::string name = option->get_name();
    if (name == "--text" || name == "--prompt" || name == "--hidden") continue;
    const auto& values = option->results();
    if (std::find(values.begin(), values.end(), "") != values.end())
      throw input_error(name, "expected a value, found \"\"", "give one, or leave it out");
  }
  for (const CLI::App* command : app.get_subcommands()) refuse_empty_values(*command);
}

// Whether results could not be printed because their reader, such as `head`, wanted no more of them.
bool reader_has_left() {
  pollfd out{STDOUT_FILENO, POLLOUT, 0};
  return std::ferror(stdout) != 0 && ::poll(&out, 1, 0) == 1 && (out.revents & POLLERR) != 0;
}

}  // namespace

Failure explain_exception() {
  constexpr int input = static_cast<int>(Blame::input), run = static_cast<int>(Blame::run);
  try {
    throw;
  } catch (const CLI::ParseError& e) {
    return {input, fmt::format("{}; see --help", e.what())};
  } catch (const Error& e) {
    return {e.exit_code(), e.what()};
  } catch (const std::filesystem::filesystem_error& e) {
    return {is_wrong_name(e.code()) ? input : run, e.what()};
  } catch (const std::system_error& e) {
    return {run, std::ferror(stdout) != 0 ? stdout_error(e.code().value()).what() : e.what()};
  } catch (const Json::type_error& e) {
    constexpr int not_utf8 = 316;
    if (e.id != not_utf8) return {run, e.what()};
    return {input, "a path or a text is not UTF-8, which JSON must be; rename it or convert it"};
  } catch (const std::bad_alloc&) {
    return {run, "out of memory; make the model or the batch smaller"};
  } catch (const std::length_error&) {
    return {run, "out of memory: a size is beyond any machine; make the model or the batch smaller"};
  } catch (const std::exception& e) {
    return {run, e.what()};
  }
}

void tell_failure(const Failure& failure) {
  write_message("error: ");
  write_message(failure.message);
  write_message("\n");
}

void add_common_flags(CLI::App& app) {
  app.set_version_flag("--version", std::string("rowgrad ") + version, "print the version and stop");
  add_verbose_flag(app);
}

void add_verbose_flag(CLI::App& app) {
  app.add_flag_callback(
      "--verbose", [] { spdlog::set_level(spdlog::level::debug); }, "tell kernels and sizes too");
}

bool parse(CLI::App& app, int argc, char** argv) {
  try {
    app.parse(argc, argv);
    refuse_empty_values(app);
    return true;
  } catch (const CLI::Success& e) {
    app.exit(e);
    return false;
  }
}

int guarded_main(int (*run)(int, char**), int argc, char** argv) {
  open_standard_streams();
  // The C library looks for the unwinder when a C function is first unwound through, and aborts if memory has run out.
  void* frame = nullptr;
  ::backtrace(&frame, 1);
  set_called(argc > 0 ? argv[0] : "");
  // Writing to a closed pipe, or past the largest file allowed, then fails with an error instead of a signal.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  std::signal(SIGBUS, page_lost);
  try {
    start_logging();
    const int code = run(argc, argv);
    flush_results();
    return code;
  } catch (...) {
    const Failure failure = explain_exception();
    if (reader_has_left()) return 128 + SIGPIPE;  // as of any program in a pipe, and as quietly
    tell_failure(failure);
    return failure.exit_code;
  }
}

}  // namespace rowgrad
