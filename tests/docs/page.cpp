#include "tests/docs/page.hpp"

#include <algorithm>
#include <regex>

#include "tests/docs/command_words.hpp"
#include "tests/docs/page_line.hpp"

namespace rowgrad {
namespace {

constexpr std::string_view prompt = "$ ";

// In a table a bar within code is written \|.
std::string without_escapes(const std::string& span) { return std::regex_replace(span, std::regex(R"(\\\|)"), "|"); }

std::size_t backticks_at(std::string_view text, std::size_t i) {
  return std::min(text.find_first_not_of('`', i), text.size()) - i;
}

bool is_indented_fence(const std::string& line) {
  return line.starts_with(' ') && line.find("```") == line.find_first_not_of(' ');
}

std::string end_of_here_document(const std::string& command) {
  std::smatch found;
  return std::regex_search(command, found, std::regex(R"((?:^|[^<])<<-?\s*['"]?([A-Za-z_]\w*))")) ? found[1].str() : "";
}

class Reader {
 public:
  explicit Reader(std::string_view text) { page_.lines = lines_of(text); }

  Page read() {
    for (std::size_t i = 0; i < page_.lines.size();) {
      if (is_indented_fence(page_.lines[i])) problem(i, "an indented block is not read: begin it with the line");
      if (page_.lines[i].starts_with("```")) {
        i = read_block(i);
      } else if (page_.lines[i].starts_with("    ")) {
        if (is_command(page_.lines[i])) problem(i, "a command in an indented block: put it into a fenced one");
        ++i;
      } else if (page_.lines[i].empty()) {
        ++i;
      } else {
        i = read_paragraph(i);
      }
    }
    return std::move(page_);
  }

 private:
  void problem(std::size_t line, const std::string& what) {
    page_.problems.push_back("line " + std::to_string(line + 1) + ": " + what);
  }

  // Code spans may go over the end of a line.
  std::size_t read_paragraph(std::size_t first) {
    std::size_t end = first;
    std::string text;
    for (; end < page_.lines.size() && !page_.lines[end].starts_with("```"); ++end) {
      const std::string& line = page_.lines[end];
      if (end > first && (line.empty() || line.starts_with('|') || is_indented_fence(line))) break;
      text += page_.lines[end] + "\n";
    }
    read_spans(text, first);
    return end;
  }

  void read_spans(const std::string& text, std::size_t first) {
    for (std::size_t i = text.find('`'); i != std::string::npos;) {
      const std::size_t n = backticks_at(text, i);
      std::size_t end = text.find(std::string(n, '`'), i + n);
      if (end == std::string::npos) return;
      const auto line =
          first + static_cast<std::size_t>(std::count(text.begin(), text.begin() + std::ptrdiff_t(i), '\n'));
      add_span(without_escapes(text.substr(i + n, end - i - n)), line);
      i = text.find('`', end + n);
    }
  }

  void add_span(const std::string& span, std::size_t line) {
    if (span.starts_with(prompt)) {
      page_.commands.push_back({span.substr(prompt.size()), line + 1});
    } else if (is_command(span)) {
      page_.mentions.push_back({span, line + 1});
    }
  }

  // Returns the line after the block.
  std::size_t read_block(std::size_t first) {
    const std::string fence(backticks_at(page_.lines[first], 0), '`');
    std::size_t end = first + 1;
    while (end < page_.lines.size() && !page_.lines[end].starts_with(fence)) ++end;
    if (end == page_.lines.size()) problem(first, "a block without an end");
    const std::string info = page_.lines[first].substr(fence.size());
    const std::string language = info.substr(0, info.find(' '));
    if (language == "console" || language == "sh" || language == "bash" || language.empty()) {
      read_commands(first + 1, end, mark_of(info, first, end));
    }
    return end + 1;
  }

  Mark mark_of(const std::string& info, std::size_t first, std::size_t end) {
    const std::size_t blank = info.find(' ');
    const std::string word = blank == std::string::npos ? "" : info.substr(blank + 1);
    if (word == "long") return Mark::at_length;
    if (word == "by hand") return Mark::by_hand;
    if (word == "elsewhere") {
      bool told = false;
      for (std::size_t i = 0; i < end; ++i) told = told || page_.lines[i].find("rowgrad fetch") != std::string::npos;
      if (!told) problem(first, "data from elsewhere, and no word of `rowgrad fetch` up to here");
      return Mark::elsewhere;
    }
    if (!word.empty()) problem(first, "no such mark: " + word);
    return Mark::always;
  }

  void read_commands(std::size_t first, std::size_t end, Mark mark) {
    bool any = false;
    for (std::size_t i = first; i < end;) {
      if (page_.lines[i].starts_with(prompt)) {
        any = true;
        i = read_command(i, end, mark);
      } else {
        if (!any && is_command(page_.lines[i])) problem(i, "a command in a block, without \"$ \" before it");
        ++i;
      }
    }
  }

  // Returns the line after what the command is shown to print.
  std::size_t read_command(std::size_t first, std::size_t end, Mark mark) {
    PageCommand command{page_.lines[first].substr(prompt.size()), first + 1, mark};
    std::size_t i = first + 1;
    while (i < end && command.text.ends_with('\\')) command.text += "\n" + page_.lines[i++];
    if (const std::string last = end_of_here_document(command.text); !last.empty()) {
      while (i < end && page_.lines[i - 1] != last) command.text += "\n" + page_.lines[i++];
    }
    command.shown = i;
    while (i < end && !page_.lines[i].starts_with(prompt)) ++i;
    command.shown_end = i;
    page_.commands.push_back(std::move(command));
    return i;
  }

  Page page_;
};

}  // namespace

std::vector<std::string> Page::shown_by(const PageCommand& command) const {
  return {lines.begin() + std::ptrdiff_t(command.shown), lines.begin() + std::ptrdiff_t(command.shown_end)};
}

Page read_page(std::string_view text) { return Reader(text).read(); }

}  // namespace rowgrad
