// What the executables' main functions share: logging to stderr, errors to exit codes.
#pragma once

#include <string>

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11 calls itself that
class App;
}

namespace rowgrad {

/// Runs `run` and turns Error, CLI11's errors and everything else into one message and the contract's exit codes:
/// 0 done, 1 the run failed or its results could not be written to stdout, 2 wrong input. Where the reader of a pipe on
/// stdout has left, the code is 141 and there is no message. A stderr that is closed or full changes nothing. Hints
/// name the program as argv[0] does (core/command_name.hpp). SIGPIPE and SIGXFSZ are ignored from here on.
int guarded_main(int (*run)(int, char**), int argc, char** argv);

/// What went wrong, for a user, and the exit code for it.
struct Failure {
  int exit_code = 0;
  std::string message;
};
/// That of the exception that is being handled. REQUIRES: one is.
Failure explain_exception();
/// Writes `error: message` to stderr.
void tell_failure(const Failure& failure);

/// The flags of both programs: --version and --verbose.
void add_common_flags(CLI::App& app);
/// The latter alone, for a subcommand, so that it may stand anywhere.
void add_verbose_flag(CLI::App& app);

/// Parses the command line; prints help or the version and returns false if that was asked for.
bool parse(CLI::App& app, int argc, char** argv);

}  // namespace rowgrad
