#include "tests/docs/page_commands.hpp"

#include <algorithm>
#include <filesystem>
#include <sstream>

#include "tests/catch.hpp"

namespace rowgrad {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view prompt = "$ ";

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  std::istringstream stream{std::string(text)};
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

// In a table a bar within code is written \|.
std::string without_escapes(std::string_view span) {
  std::string text;
  for (std::size_t i = 0; i < span.size(); ++i) {
    if (span.substr(i, 2) != "\\|") text += span[i];
  }
  return text;
}

void add_spans(std::string_view row, std::size_t line, std::vector<PageCommand>& commands) {
  for (std::size_t start = row.find('`'); start != std::string_view::npos;) {
    const std::size_t end = row.find('`', start + 1);
    if (end == std::string_view::npos) return;
    const std::string_view span = row.substr(start + 1, end - start - 1);
    if (span.starts_with(prompt)) commands.push_back({without_escapes(span.substr(prompt.size())), line});
    start = row.find('`', end + 1);
  }
}

bool goes_on(const PageCommand& command) { return command.shown.empty() && command.text.ends_with('\\'); }

// A line of a fenced block; `any` says whether a command stands above it in the block.
void add_line(const std::string& text, std::size_t line, bool& any, std::vector<PageCommand>& commands) {
  if (any && goes_on(commands.back())) {
    commands.back().text += "\n" + text;
  } else if (text.starts_with(prompt)) {
    commands.push_back({text.substr(prompt.size()), line});
    any = true;
  } else if (any && text.find_first_not_of(' ') != std::string::npos && text != "…") {
    commands.back().shown.push_back(text);
  }
}

}  // namespace

std::vector<PageCommand> page_commands(std::string_view page) {
  std::vector<PageCommand> commands;
  bool in_block = false, any = false;
  std::size_t number = 0;
  for (const std::string& line : lines_of(page)) {
    ++number;
    if (line.starts_with("```")) {
      in_block = !in_block;
      any = false;
    } else if (in_block) {
      add_line(line, number, any, commands);
    } else if (line.starts_with('|')) {
      add_spans(line, number, commands);
    }
  }
  return commands;
}

PageFolder::PageFolder() {
  for (const char* name : {"data", "configs"}) fs::create_directory_symlink(source_file(name), folder_ / name);
  fs::permissions(folder_.write("run", "#!/bin/sh\nexec \"$@\"\n"), fs::perms::owner_all);
}

Finished PageFolder::run(const PageCommand& command) const {
  const std::string script = "set -e\nPATH='" ROWGRAD_BIN_DIR "':$PATH\n" + command.text;
  return run_command({"/bin/sh", "-c", script}, {.folder = folder_.path().string()});
}

std::string difference(const PageCommand& command, const Finished& finished) {
  const auto is_error = [](const std::string& line) { return line.starts_with("error: "); };
  const bool fails = std::any_of(command.shown.begin(), command.shown.end(), is_error);
  if ((finished.code != 0) != fails) return "exit code " + std::to_string(finished.code);
  std::vector<std::string> printed = lines_of(finished.out);
  for (std::string& line : lines_of(finished.err)) printed.push_back(std::move(line));
  for (const std::string& line : command.shown) {
    if (std::find(printed.begin(), printed.end(), line) == printed.end()) return "not printed: " + line;
  }
  return {};
}

void check_page(const std::string& path) {
  const PageFolder folder;
  const std::vector<PageCommand> commands = page_commands(read_text(source_file(path)));
  CHECK_FALSE(commands.empty());
  for (const PageCommand& command : commands) {
    const Finished finished = folder.run(command);
    INFO(path << ":" << command.line << ": " << command.text << "\n" << finished.out << finished.err);
    CHECK(difference(command, finished) == "");
  }
}

}  // namespace rowgrad
