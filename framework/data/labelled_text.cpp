#include "data/labelled_text.hpp"

#include <fmt/format.h>

#include "core/error.hpp"
#include "core/text_file.hpp"
#include "data/utf8.hpp"

namespace rowgrad {
namespace {

constexpr std::string_view prefix = "__label__";

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t\v\f\r") == std::string_view::npos; }

LabelledText parse(std::string_view line, bool fasttext, const std::string& where, const Tokenizer& tokenizer) {
  LabelledText example;
  if (const std::size_t bad = find_invalid_utf8(line); bad != std::string_view::npos) {
    throw input_error(where, fmt::format("byte {} is not valid UTF-8", bad + 1), "convert the file to UTF-8");
  }
  if (fasttext) {
    const std::size_t end = std::min(line.find_first_of(" \t"), line.size());
    if (!line.starts_with(prefix) || end == prefix.size()) {
      throw input_error(where, "expected a line that starts with __label__", "add the label, or remove the line");
    }
    example.label = line.substr(prefix.size(), end - prefix.size());
    const std::string_view text = line.substr(end);
    if (text.find(" __label__") != std::string_view::npos)
      throw input_error(where, "found two labels", "keep one label per line");
    tokenizer.split(text, example.tokens);
    return example;
  }
  const std::size_t tab = line.rfind('\t');
  if (tab == std::string_view::npos || is_blank(line.substr(tab + 1))) {
    throw input_error(where, "expected text<TAB>label, found no label", "add a tab and the label, or remove the line");
  }
  example.label = line.substr(tab + 1);
  tokenizer.split(line.substr(0, tab), example.tokens);
  return example;
}

}  // namespace

std::vector<LabelledText> read_labelled_text(const std::filesystem::path& file, const Tokenizer& tokenizer) {
  const TextFile source(file);
  const bool fasttext = source.text().starts_with(prefix);
  std::vector<LabelledText> examples;
  for_each_line(source.text(), [&](std::string_view line, std::size_t number) {
    if (is_blank(line)) return;
    examples.push_back(parse(line, fasttext, fmt::format("{}:{}", file.string(), number), tokenizer));
    examples.back().line = number;
  });
  if (examples.empty())
    throw input_error(file.string(), "expected labelled lines, found none", "write one text<TAB>label per line");
  return examples;
}

}  // namespace rowgrad
