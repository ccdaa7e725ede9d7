// Prompt: tells whoever types at a terminal that it is their turn, and what to type; a pipe hears nothing of it.
#pragma once

#include <unistd.h>

#include <string>

#include "tools/messages.hpp"

namespace rowgrad {

class Prompt {
 public:
  /// `what` says what a line is to hold.
  explicit Prompt(const std::string& what) : terminal_(::isatty(STDIN_FILENO) == 1) {
    if (terminal_) tell("{}, then Enter; Ctrl-D ends. Put `rlwrap` before the command for a history.\n", what);
  }
  ~Prompt() {
    if (terminal_) tell("\n");
  }
  Prompt(const Prompt&) = delete;
  Prompt& operator=(const Prompt&) = delete;

  bool on_terminal() const { return terminal_; }
  /// Before each read.
  void ask() const {
    if (terminal_) tell("> ");
  }

 private:
  bool terminal_;
};

}  // namespace rowgrad
