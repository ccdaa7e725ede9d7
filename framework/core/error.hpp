// The one error type. A message says where, what was expected, what was found and what to do.
#pragma once

#include <stdexcept>
#include <string>

namespace rowgrad {

enum class Blame { input = 2, run = 1 };  // the value is the process's exit code

class Error : public std::runtime_error {
 public:
  /// `where` is a file (with line), a JSON pointer or a flag; `what` says expected and found; `remedy` what to do.
  Error(Blame blame, const std::string& where, const std::string& what, const std::string& remedy = {})
      : std::runtime_error(where + ": " + what + (remedy.empty() ? "" : "; " + remedy)), blame_(blame) {}

  int exit_code() const { return static_cast<int>(blame_); }

 private:
  Blame blame_;
};

/// The user's input is wrong: a flag, the config, the data, a file.
inline Error input_error(const std::string& where, const std::string& what, const std::string& remedy = {}) {
  return {Blame::input, where, what, remedy};
}

/// The run failed although its input was right: a non-finite loss, a full disk.
inline Error run_error(const std::string& where, const std::string& what, const std::string& remedy = {}) {
  return {Blame::run, where, what, remedy};
}

}  // namespace rowgrad
