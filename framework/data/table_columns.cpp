#include "data/table_columns.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>

#include "config/json_checks.hpp"
#include "config/suggest.hpp"
#include "core/error.hpp"
#include "data/usual_names.hpp"

namespace rowgrad {
namespace {

// The only column of the first record whose name is `usual`.
std::optional<std::size_t> only_column(const TableSample& sample, bool (*usual)(std::string_view)) {
  const TableSample::Record& first = sample.records[0];
  const auto it = std::find_if(first.begin(), first.end(), usual);
  if (it == first.end() || std::find_if(it + 1, first.end(), usual) != first.end()) return std::nullopt;
  return static_cast<std::size_t>(it - first.begin());
}

// Of two columns one usual name will do, where single words stand over both that occur in neither again. The other's is
// no label that is `known`.
bool is_header_of_two(const TableSample& sample, const Vocabulary* known) {
  if (!sample.even() || sample.columns() != 2 || sample.records.size() <= 2) return false;
  for (std::size_t i = 0; i < 2; ++i) {
    const std::string& cell = sample.records[0][i];
    if (!sample.first_is_alone(i) || cell.find(' ') != std::string::npos) return false;
    if (known != nullptr && known->find(cell)) return false;
  }
  return true;
}

// `1 "Id", 2 "Sentence"`.
std::string shown(const TableSample::Record& record) {
  constexpr std::size_t most = 10;
  std::string seen;
  for (std::size_t i = 0; i < std::min(most, record.size()); ++i)
    seen += fmt::format("{}{} \"{}\"", i == 0 ? "" : ", ", i + 1, shortened(record[i]));
  return record.size() > most ? fmt::format("{} and {} more", seen, record.size() - most) : seen;
}

// Shows the columns and a command to copy: the likeliest label has the fewest values, the likeliest text is longest.
Error ask(const TableSample& sample, const std::string& name) {
  const TableSample::Record& first = sample.records[0];
  const std::string seen = shown(first);
  if (!sample.even()) {
    return input_error(
        name, fmt::format("expected as many columns in each line as in the first ({}: {})", first.size(), seen),
        "quote what holds a separator, or name the format: --set data.format=");
  }
  const auto values = [&](std::size_t i) {  // one value alone is nothing to learn
    const std::size_t n = sample.distinct(i, 1);
    return n < 2 ? sample.records.size() : n;
  };
  std::size_t text = 0, label = 0;
  for (std::size_t i = 1; i < first.size(); ++i) {
    if (sample.length(i) > sample.length(text)) text = i;
    if (values(i) < values(label)) label = i;
  }
  if (text == label) label = text == 0 ? 1 : 0;
  const bool names = sample.records.size() > 2 && sample.first_is_alone(label) && sample.first_is_alone(text) &&
                     first[text].find(' ') == std::string::npos && !first[text].empty() && !first[label].empty();
  const auto column = [&](std::size_t i) { return names ? first[i] : std::to_string(i + 1); };
  return input_error(
      name,
      fmt::format("which columns are text and label? It has {}, of which the first line holds {}", first.size(), seen),
      fmt::format("say so, for example: --set \"data.text={}\" --set \"data.label={}\"", column(text), column(label)));
}

// A column that the options name, and whether they name it by the header.
struct Named {
  std::size_t index;
  bool by_header;
};

std::optional<long> whole_number(const std::string& text) {
  long number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, problem] = std::from_chars(text.data(), end, number);
  return problem == std::errc() && stop == end ? std::make_optional(number) : std::nullopt;
}

// A number that is a column's is never a header's name, as labels are numbers too. Nor is another number, unless it
// stands once in its column.
std::optional<Named> named(const Column& column, const char* key, const TableSample& sample, const std::string& name) {
  if (!column.given()) return std::nullopt;
  const TableSample::Record& first = sample.records[0];
  const std::optional<long> number = whole_number(column.name);
  const auto columns = static_cast<long>(sample.columns());
  if (number && *number != 0 && *number >= -columns && *number <= columns)
    return Named{static_cast<std::size_t>(*number > 0 ? *number - 1 : columns + *number), false};
  const auto it = std::find(first.begin(), first.end(), column.name);
  const auto index = static_cast<std::size_t>(it - first.begin());
  if (it != first.end() && (!number || (sample.even() && sample.first_is_alone(index)))) return Named{index, true};
  if (number) {
    throw input_error(name, fmt::format("{} is column {}, but its first line has {}", key, column.name, columns),
                      "columns count from 1, or from the end below 0");
  }
  throw input_error(
      name, fmt::format("{}: no column is called \"{}\"; its first line has {}", key, column.name, shown(first)),
      suggest(column.name, first));
}

// Of two columns without a header: whether the label is the first. Texts differ more than labels do, and are longer.
bool label_comes_first(const TableSample& sample, const Vocabulary* known) {
  if (known != nullptr) {
    const auto all_known = [&](std::size_t column) {
      return std::all_of(sample.records.begin(), sample.records.end(),
                         [&](const auto& record) { return known->find(record[column]).has_value(); });
    };
    return all_known(0) && !all_known(1);
  }
  const std::size_t n = sample.records.size(), first = sample.distinct(0), last = sample.distinct(1);
  return n >= 4 && first * 2 <= last && sample.length(0) < sample.length(1);
}

// What is read as the first example, though its label alone occurs once: a header with names of the user's own.
void note_possible_header(const TableSample& sample, TableColumns& found) {
  constexpr std::size_t few = 20;
  if (found.header || !sample.even() || sample.records.size() <= few || !sample.first_is_alone(found.label)) return;
  std::map<std::string_view, std::size_t> count;
  for (const TableSample::Record& record : sample.records) ++count[record[found.label]];
  if (std::count_if(count.begin(), count.end(), [](const auto& c) { return c.second == 1; }) > 1) return;
  const std::string label = shortened(sample.records[0][found.label]);
  if (whole_number(label)) return;
  found.note = fmt::format(
      "the first line looks like a header: its label \"{0}\" occurs once and all others more often; --set "
      "\"data.label={0}\" says so",
      label);
}

}  // namespace

bool has_usual_header(const TableSample& sample) {
  return only_column(sample, is_usual_text_name) && only_column(sample, is_usual_label_name);
}

TableColumns table_columns(const TableSample& sample, const std::string& name, const LabelledOptions& options,
                           const Vocabulary* known) {
  const auto text = named(options.text, "data.text", sample, name);
  const auto label = named(options.label, "data.label", sample, name);
  const auto usual_text = only_column(sample, is_usual_text_name);
  const auto usual_label = only_column(sample, is_usual_label_name);
  TableColumns found;
  found.header = (text && text->by_header) || (label && label->by_header) || (usual_text && usual_label) ||
                 ((usual_text || usual_label) && is_header_of_two(sample, known));
  std::optional<std::size_t> text_at, label_at;
  if (text) text_at = text->index;
  if (label) label_at = label->index;
  if (found.header && !text_at) text_at = usual_text;
  if (found.header && !label_at) label_at = usual_label;
  if (sample.columns() == 2) {
    if (!text_at && !label_at && sample.even() && !found.header) label_at = label_comes_first(sample, known) ? 0 : 1;
    if (!text_at && label_at) text_at = 1 - *label_at;
    if (!label_at && text_at) label_at = 1 - *text_at;
  }
  if (!text_at || !label_at) throw ask(sample, name);
  if (*text_at == *label_at)
    throw input_error(name, fmt::format("text and label are both column {}", *text_at + 1), "choose two columns");
  found.text = *text_at;
  found.label = *label_at;
  note_possible_header(sample, found);
  return found;
}

}  // namespace rowgrad
