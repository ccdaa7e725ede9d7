// Runs a page's commands and compares what they print with what the page shows; puts the page right where asked to.
#pragma once

#include <string>
#include <vector>

#include "tests/docs/page.hpp"

namespace rowgrad {

/// What is wrong with one command of a page.
struct PageFinding {
  PageCommand command;
  std::string what;                        // the exit code, or the first line that was not printed as shown
  std::string printed;                     // all of it
  std::vector<std::string> shown_instead;  // what the page should show, if the exit code is right
  bool failed = false;                     // if it is not: nothing can be shown instead
};

/// Runs the page's commands in a folder of their own, one after the other: `at_length` those marked long too. A command
/// must end with exit code 0, unless the page shows an "error: …" below it.
std::vector<PageFinding> run_page(const Page& page, bool at_length);

/// The text of the page with what its commands printed; where a command failed, as it was.
std::string updated(const Page& page, const std::vector<PageFinding>& findings);

/// A test of a page of the repository. The variable ROWGRAD_PAGES says how: "long" runs commands marked long too,
/// "update" does so and rewrites the page.
void check_page(const std::string& path);

}  // namespace rowgrad
