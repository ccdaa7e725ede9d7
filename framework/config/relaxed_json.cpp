#include "config/relaxed_json.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/error.hpp"

namespace rowgrad {
namespace {

constexpr std::size_t none = std::string::npos;

// Where the string that begins at `quote` ends: one past its closing quote.
std::size_t end_of_string(std::string_view text, std::size_t quote) {
  for (std::size_t i = quote + 1; i < text.size(); ++i) {
    if (text[i] == '\\')
      ++i;
    else if (text[i] == '"' || text[i] == '\n')  // no string of JSON holds a line's end
      return i + 1;
  }
  return text.size();
}

// One past the comment that begins at `start`, without the line's end; `start` if none begins there.
std::size_t end_of_comment(std::string_view text, std::size_t start, const std::string& file) {
  const std::string_view opening = text.substr(start, 2);
  if (opening == "//") return std::min(text.find('\n', start), text.size());
  if (opening != "/*") return start;
  const std::size_t closing = text.find("*/", start + 2);
  if (closing == none)
    throw input_error(text_position(text, file, start), "this comment has no end", "close it with */");
  return closing + 2;
}

void blank(std::string& text, std::size_t first, std::size_t last) {
  for (std::size_t i = first; i < last; ++i) {
    if (text[i] != '\n' && text[i] != '\r') text[i] = ' ';
  }
}

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// Whether a comma after this could end a list: a value stands before it.
bool ends_value(char c) { return c != ',' && c != '[' && c != '{' && c != ':'; }

}  // namespace

std::string to_strict_json(std::string_view text, const std::string& file) {
  std::string strict(text);
  std::size_t comma = none;  // the last byte that is no blank, if it is a comma after a value
  char before = ',';         // the last byte that is no blank
  for (std::size_t i = 0; i < text.size();) {
    if (const std::size_t end = end_of_comment(text, i, file); end > i) {
      blank(strict, i, end);
      i = end;
      continue;
    }
    const char c = text[i];
    const std::size_t next = c == '"' ? end_of_string(text, i) : i + 1;
    if (!is_blank(c)) {
      if ((c == ']' || c == '}') && comma != none) strict[comma] = ' ';
      comma = c == ',' && ends_value(before) ? i : none;
      before = c;
    }
    i = next;
  }
  return strict;
}

std::string text_position(std::string_view text, const std::string& file, std::size_t byte) {
  const std::size_t end = std::min(text.size(), byte);
  const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(end), '\n');
  const std::size_t start = end == 0 ? none : text.rfind('\n', end - 1);
  return fmt::format("{}:{}:{}", file, line, end - (start == none ? 0 : start + 1) + 1);
}

}  // namespace rowgrad
