// What a page shows below a command, compared with what the command printed.
#pragma once

#include <string>
#include <vector>

namespace rowgrad {

struct OutputComparison {
  std::string difference;          // the first, for a message; empty if what is shown was printed
  std::vector<std::string> shown;  // what the page should show instead: as much as before, as it was printed
};

/// `shown` are lines of a page, `printed` is all that a program printed. Shown lines must stand in `printed` one below
/// the other; a line "…" stands for any number of lines; lines before the first and after the last shown need none.
/// Blank lines count on neither side. Lines are compared by `same_line`. A "?" alone is to be replaced by all of
/// `printed`.
OutputComparison compare_output(const std::vector<std::string>& shown, const std::vector<std::string>& printed);

}  // namespace rowgrad
