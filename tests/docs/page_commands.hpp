// The commands that a page shows: what starts with "$ ", on a line of a fenced block or in a code span of a table.
// Below a command in a block stands what it prints, or a part of that.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tests/cli/process.hpp"

namespace rowgrad {

struct PageCommand {
  std::string text;                     // for a shell, without "$ "
  std::size_t line = 0;                 // of the page, from 1
  std::vector<std::string> shown = {};  // lines of output; blank ones and "…" are left out
};

/// In the order of the page. A line that ends in a backslash goes on in the next.
std::vector<PageCommand> page_commands(std::string_view page);

/// A folder in which commands work as printed: `data` and `configs` are the repository's, `./run` runs what is built.
class PageFolder {
 public:
  PageFolder();
  /// By /bin/sh, which finds the programs by their names.
  Finished run(const PageCommand& command) const;

 private:
  TemporaryFolder folder_;
};

/// What differs from the page: the exit code, which is 0 unless an "error: …" is shown, and shown lines that neither
/// stdout nor stderr has. Empty if nothing does.
std::string difference(const PageCommand& command, const Finished& finished);

/// Runs all commands of a page of the repository one after the other, and checks each.
void check_page(const std::string& path);

}  // namespace rowgrad
