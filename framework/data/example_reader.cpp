#include "data/example_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/ascii.hpp"
#include "core/utf8.hpp"

namespace rowgrad {
namespace {

using Kind = LabelledFormat::Kind;

constexpr std::string_view prefix = "__label__";

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t\v\f\r") == std::string_view::npos; }

// Of a column, counted from 1; 0: of the line.
void require_utf8(std::string_view text, std::size_t line, std::size_t column = 0) {
  const std::size_t bad = find_invalid_utf8(text);
  if (bad == std::string_view::npos) return;
  const std::string of = column == 0 ? "" : fmt::format(" of column {}", column);
  throw Complaint{line, fmt::format("byte {}{} is not valid UTF-8", bad + 1, of), "", /*not_utf8=*/true};
}

// Labels are printed, one per line or column.
void require_printable(std::string_view label, std::size_t line) {
  for (std::size_t i = 0; i < label.size(); ++i) {
    if (const auto control = leading_control(label.substr(i))) {
      throw Complaint{line, fmt::format("the label holds a control character, U+{:04X}", *control),
                      "remove the character, or correct where the label begins and ends"};
    }
  }
}

}  // namespace

ExampleReader::ExampleReader(std::string_view text, const LabelledFormat& format)
    : format_(format), rest_(text), records_(text, format.separator), json_(format.text_name, format.label_name) {}

bool ExampleReader::next(Example& example) {
  if (format_.kind == Kind::csv) {
    if (!records_.next(fields_)) return false;
    line_ = records_.line();
    for (std::size_t i = 0; i < fields_.size(); ++i) require_utf8(fields_[i].raw, line_, i + 1);
    example = from_columns();
  } else {
    std::string_view line;
    if (!next_line(line)) return false;
    require_utf8(line, line_);
    example = from_line(line);
  }
  const std::string_view label = trimmed(example.label);
  if (label.empty()) throw Complaint{line_, "the label is empty", "add the label, or remove the line"};
  require_printable(label, line_);
  example.was_trimmed = label.size() != example.label.size();
  example.label = label;
  example.line = line_;
  return true;
}

bool ExampleReader::next_line(std::string_view& line) {
  do {
    if (rest_.empty()) return false;
    const std::size_t end = std::min(rest_.find('\n'), rest_.size());
    line = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    ++line_;
  } while (is_blank(line));
  return true;
}

Example ExampleReader::from_line(std::string_view line) {
  if (format_.kind == Kind::fasttext) return from_fasttext(line);
  if (format_.kind == Kind::jsonl) {
    json_.read(line, line_);
    return {json_.text(), json_.label()};
  }
  if (format_.columns == 0) return from_last_tab(line);
  split(line);
  return from_columns();
}

Example ExampleReader::from_last_tab(std::string_view line) const {
  const std::size_t tab = line.rfind('\t');
  if (tab == std::string_view::npos || is_blank(line.substr(tab + 1))) {
    throw Complaint{line_, "expected text<TAB>label, found no label",
                    "add a tab and the label, or remove the line; another format is named by data.format"};
  }
  return {line.substr(0, tab), line.substr(tab + 1)};
}

Example ExampleReader::from_fasttext(std::string_view line) const {
  const std::size_t end = std::min(line.find_first_of(" \t"), line.size());
  if (!line.starts_with(prefix) || end == prefix.size())
    throw Complaint{line_, "expected a line that starts with __label__", "add the label, or remove the line"};
  const std::string_view text = line.substr(end);
  if (text.find(" __label__") != std::string_view::npos)
    throw Complaint{line_, "found two labels", "keep one label per line"};
  return {text, line.substr(prefix.size(), end - prefix.size())};
}

void ExampleReader::split(std::string_view line) {
  fields_.clear();
  for (std::size_t start = 0; start <= line.size();) {
    const std::size_t end = std::min(line.find(format_.separator, start), line.size());
    fields_.push_back({line.substr(start, end - start), false});
    start = end + 1;
  }
}

Example ExampleReader::from_columns() {
  if (fields_.size() != format_.columns) {
    throw Complaint{line_, fmt::format("expected {} columns, found {}", format_.columns, fields_.size()),
                    format_.kind == Kind::csv ? "quote a field that holds a separator" : "correct or remove the line"};
  }
  return {fields_[format_.text].value(text_), fields_[format_.label].value(label_)};
}

}  // namespace rowgrad
