#include "tools/texts_in_file.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <filesystem>
#include <optional>

#include "config/json_checks.hpp"
#include "config/types.hpp"
#include "core/ascii.hpp"
#include "core/input_text.hpp"
#include "data/first_look.hpp"
#include "data/jsonl.hpp"
#include "data/labelled_file.hpp"
#include "data/table_sample.hpp"
#include "data/usual_names.hpp"

namespace rowgrad {
namespace {

using Take = std::function<void(std::string_view, std::size_t)>;

// Where the texts stand in each record.
struct TextColumn {
  std::string name;
  char separator = 0;      // 0: JSON lines
  std::size_t column = 0;  // of `columns`, from 0
  std::size_t columns = 0;
  bool quotes = false;  // may be around fields
};

// The one that is called so, else the only one with a usual name.
std::optional<std::size_t> text_among(const std::vector<std::string>& names, const std::string& own) {
  auto found = own.empty() ? names.end() : std::ranges::find(names, own);
  if (found == names.end()) {
    found = std::ranges::find_if(names, is_usual_text_name);
    if (found == names.end() || std::find_if(found + 1, names.end(), is_usual_text_name) != names.end())
      return std::nullopt;
  }
  return static_cast<std::size_t>(found - names.begin());
}

// Where `one_will_do`, a single column is a table too.
bool is_table(const TableSample& sample, bool one_will_do) {
  if (sample.records.empty() || sample.malformed) return false;
  return sample.even() ||
         (one_will_do && std::ranges::all_of(sample.records, [](const auto& record) { return record.size() == 1; }));
}

std::optional<TextColumn> column_of_table(std::string_view text, bool called_csv, const std::string& own) {
  for (const char separator : {'\t', ',', ';'}) {
    const bool quotes = separator != '\t' || TableSample(text, separator, /*quotes=*/true).looks_quoted();
    const TableSample sample(text, separator, quotes);
    if (!is_table(sample, called_csv && separator == ',')) continue;
    const TableSample::Record& header = sample.records[0];
    if (const auto column = text_among(header, own))
      return TextColumn{header[*column], separator, *column, header.size(), quotes};
  }
  return std::nullopt;
}

std::optional<TextColumn> column_of(std::string_view text, const std::string& ending, const LabelledOptions& options) {
  const auto keys = json_keys(first_line(text));
  if (keys.empty())
    return is_jsonl_ending(ending) ? std::nullopt : column_of_table(text, ending == ".csv", options.text.name);
  const auto key = keys.size() == 1 ? std::optional<std::size_t>(0) : text_among(keys, options.text.name);
  return key ? std::optional(TextColumn{.name = keys[*key]}) : std::nullopt;
}

void take_json(std::string_view text, const std::string& file, const std::string& key, const Take& take) {
  for_each_line(text, [&](std::string_view line, std::size_t number) {
    if (trimmed(line).empty()) return;
    const Json json = Json::parse(line, nullptr, /*allow_exceptions=*/false);
    const auto found = json.find(key);
    if (found == json.end() || !found->is_string()) {
      throw input_error(fmt::format("{}:{}", file, number),
                        fmt::format("expected an object with a text as \"{}\"", key),
                        "correct the line, or give --unlabelled: every line is a text");
    }
    take(found->get_ref<const std::string&>(), number);
  });
}

Error wrong_count(const std::string& file, std::size_t line, const TextColumn& column, std::size_t found) {
  return input_error(fmt::format("{}:{}", file, line),
                     fmt::format("expected {} columns as in the header, found {}", column.columns, found),
                     "correct the line, or give --unlabelled: every line is a text");
}

void take_quoted(std::string_view text, const std::string& file, const TextColumn& column, const Take& take) {
  CsvReader records(text, column.separator);
  std::vector<CsvField> fields;
  std::string scratch;
  try {
    for (bool header = true; records.next(fields); header = false) {
      if (fields.size() != column.columns) throw wrong_count(file, records.line(), column, fields.size());
      if (!header) take(fields[column.column].value(scratch), records.line());
    }
  } catch (const Complaint& complaint) {
    throw error_of(complaint, file, 0);
  }
}

void take_plain(std::string_view text, const std::string& file, const TextColumn& column, const Take& take) {
  bool header = true;
  for_each_line(text, [&](std::string_view line, std::size_t number) {
    if (trimmed(line).empty()) return;
    const auto found = static_cast<std::size_t>(std::ranges::count(line, column.separator)) + 1;
    if (found != column.columns) throw wrong_count(file, number, column, found);
    for (std::size_t c = 0; c < column.column; ++c) line.remove_prefix(line.find(column.separator) + 1);
    if (!header) take(line.substr(0, line.find(column.separator)), number);
    header = false;
  });
}

}  // namespace

void for_each_text(const std::string& file, const LabelledOptions& options, const Take& take) {
  const InputText input(file);
  const std::string_view text = input.text();
  const std::string name_ending = format_ending(file);
  const auto column = column_of(text, name_ending, options);
  if (!column) {
    const std::string_view first = first_line(text);
    if (name_ending == ".csv" || is_jsonl_ending(name_ending) || first.find('\t') != std::string_view::npos)
      spdlog::warn("{}: its lines are read as texts, the first is \"{}\"", file, shortened(std::string(first)));
    return for_each_line(text, take);
  }
  spdlog::info("{}: its texts are read from \"{}\" (--unlabelled: every line is a text)", file, column->name);
  if (column->separator == 0)
    take_json(text, file, column->name, take);
  else if (column->quotes)
    take_quoted(text, file, *column, take);
  else
    take_plain(text, file, *column, take);
}

}  // namespace rowgrad
