// Another program, run once: text in, text out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rowgrad {

struct ProgramOutput {
  int exit_code = 0;
  std::string out, err;
};

/// `command` is the program, looked for in PATH, and its arguments; no shell is involved. Throws an input Error if
/// there is no such program; `remedy` ends the message.
ProgramOutput run_program(const std::vector<std::string>& command, std::string_view input, const std::string& remedy);

}  // namespace rowgrad
