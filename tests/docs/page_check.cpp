#include "tests/docs/page_check.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "tests/catch.hpp"
#include "tests/docs/page_folder.hpp"
#include "tests/docs/page_line.hpp"
#include "tests/docs/page_output.hpp"
#include "tests/sanitized.hpp"

namespace rowgrad {
namespace {

bool is_run(Mark mark, bool at_length) { return mark == Mark::always || (mark == Mark::at_length && at_length); }

bool should_fail(const std::vector<std::string>& shown) {
  const auto is_error = [](const std::string& line) { return line.starts_with("error: "); };
  return std::any_of(shown.begin(), shown.end(), is_error);
}

PageFinding compare(const PageCommand& command, const std::vector<std::string>& shown, const Finished& finished) {
  PageFinding finding;
  finding.command = command;
  finding.printed = finished.out;
  finding.failed = (finished.code != 0) != should_fail(shown);
  if (finding.failed) {
    finding.what = "exit code " + std::to_string(finished.code);
  } else if (command.shown != command.shown_end) {
    OutputComparison compared = compare_output(shown, lines_of(finished.out));
    finding.what = std::move(compared.difference);
    finding.shown_instead = std::move(compared.shown);
  }
  return finding;
}

// For a message: the beginning of what may be long.
std::string beginning(const std::string& text) {
  const std::vector<std::string> lines = lines_of(text);
  std::string kept;
  for (std::size_t i = 0; i < std::min<std::size_t>(lines.size(), 60); ++i) kept += lines[i] + "\n";
  return kept;
}

}  // namespace

std::vector<PageFinding> run_page(const Page& page, bool at_length) {
  const PageFolder folder;
  std::vector<PageFinding> findings;
  for (const PageCommand& command : page.commands) {
    if (!is_run(command.mark, at_length)) continue;
    PageFinding finding = compare(command, page.shown_by(command), folder.run(command.text));
    if (!finding.what.empty()) findings.push_back(std::move(finding));
  }
  return findings;
}

std::string updated(const Page& page, const std::vector<PageFinding>& findings) {
  std::vector<std::string> lines = page.lines;
  for (auto finding = findings.rbegin(); finding != findings.rend(); ++finding) {  // so that line numbers stay right
    if (finding->failed) continue;
    const auto at = [&](std::size_t line) { return lines.begin() + std::ptrdiff_t(line); };
    lines.erase(at(finding->command.shown), at(finding->command.shown_end));
    lines.insert(at(finding->command.shown), finding->shown_instead.begin(), finding->shown_instead.end());
  }
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

void check_page(const std::string& path) {
  if (sanitized) return;  // the same commands as everywhere, at a tenth of the speed
  const char* variable = std::getenv("ROWGRAD_PAGES");
  const std::string how = variable == nullptr ? "" : variable;
  const Page page = read_page(read_text(source_file(path)));
  for (const std::string& problem : page.problems) FAIL_CHECK(path << ": " << problem);
  const auto findings = run_page(page, how == "long" || how == "update");
  if (how == "update" && !findings.empty()) std::ofstream(source_file(path)) << updated(page, findings);
  for (const PageFinding& finding : findings) {
    if (how == "update" && !finding.failed) continue;
    FAIL_CHECK(path << ":" << finding.command.line << ": " << finding.command.text << "\n"
                    << finding.what << "\nprinted:\n"
                    << beginning(finding.printed));
  }
  SUCCEED();
}

}  // namespace rowgrad
