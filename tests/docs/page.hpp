// A page of the documentation as the tests see it: commands, each with what it is shown to print. docs/writing.md says
// how pages are written.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rowgrad {

/// When the commands of a block are run; what the word behind ```console says.
enum class Mark {
  always,     // nothing
  at_length,  // "long": by ./run test --docs and ./run docs --update
  elsewhere,  // "elsewhere": not by tests, as it needs data that is not shipped
  by_hand,    // "by hand": not by tests, as it takes minutes, or other programs
};

struct PageCommand {
  std::string text;      // for a shell, without "$ "
  std::size_t line = 0;  // of the page, from 1
  Mark mark = Mark::always;
  std::size_t shown = 0, shown_end = 0;  // the lines of the page below it, from 0
};

struct Page {
  std::vector<std::string> lines;
  std::vector<PageCommand> commands;  // in the order of the page
  std::vector<PageCommand> mentions;  // commands named in code spans or put where no test would see them
  std::vector<std::string> problems;  // what no page should have, such as a mark that does not exist

  std::vector<std::string> shown_by(const PageCommand& command) const;
};

/// Commands are lines that start with "$ " in a fenced block, and code spans that do. A line that ends in a backslash
/// goes on in the next, a here-document up to its end.
Page read_page(std::string_view text);

}  // namespace rowgrad
