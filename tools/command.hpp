// Command: one subcommand of `rowgrad`. Each is one file in commands/ and registers itself in its last line.
#pragma once

#include <CLI/CLI.hpp>

#include "config/registry.hpp"

namespace rowgrad {

class Command {
 public:
  virtual ~Command() = default;
  /// Adds options, and an example as the footer. `app` outlives the command; its parent is the program.
  virtual void declare(CLI::App& app) = 0;
  /// Results to stdout, everything else to stderr. Returns the exit code; throws Error.
  virtual int run() = 0;
};

/// `const bool registered = register_command<Nearest>("nearest", "one-line doc");`
template <class C>
bool register_command(const std::string& name, const std::string& doc) {
  return register_as<Command, C>(name, doc);
}

}  // namespace rowgrad
