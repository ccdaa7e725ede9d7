#include "data/table_sample.hpp"

#include <algorithm>
#include <unordered_set>

#include "core/ascii.hpp"
#include "core/text_file.hpp"

namespace rowgrad {
namespace {

constexpr std::size_t most_records = 1000, most_bytes = std::size_t{1} << 20;

// The first records, whole lines.
std::string_view beginning(std::string_view text) {
  return text.size() <= most_bytes ? text : text.substr(0, text.rfind('\n', most_bytes) + 1);
}

// Whether exactly those fields are quoted that need it: by the rule of most programs, and by that of spreadsheets,
// which quote a comma in a file of tabs too.
class QuotingRules {
 public:
  void see(const CsvField& field, char separator) {
    for (std::size_t rule = 0; rule < 2; ++rule) {
      const char special[] = {'"', '\n', '\r', separator, rule == 0 ? '"' : ','};
      const bool needed = field.raw.find_first_of({special, 5}) != std::string_view::npos;
      kept_[rule] = kept_[rule] && needed == field.quoted;
    }
    any_ = any_ || field.quoted;
  }
  bool kept() const { return any_ && (kept_[0] || kept_[1]); }

 private:
  bool kept_[2] = {true, true}, any_ = false;
};

}  // namespace

TableSample::TableSample(std::string_view text, char separator, bool quotes) {
  if (quotes)
    read_quoted(text, separator);
  else
    read_plain(text, separator);
}

void TableSample::read_plain(std::string_view text, char separator) {
  for_each_line(beginning(text), [&](std::string_view line, std::size_t) {
    if (records.size() == most_records || trimmed(line).empty()) return;
    Record& record = records.emplace_back();
    for (std::size_t start = 0; start <= line.size();) {
      const std::size_t end = std::min(line.find(separator, start), line.size());
      record.emplace_back(trimmed(line.substr(start, end - start)));
      start = end + 1;
    }
  });
}

void TableSample::read_quoted(std::string_view text, char separator) {
  QuotingRules rules;
  std::vector<std::size_t> quoted;  // fields, by column
  CsvReader reader(text, separator);
  std::vector<CsvField> fields;
  std::string scratch;
  try {
    while (records.size() < most_records && reader.position() < most_bytes && reader.next(fields)) {
      Record& record = records.emplace_back();
      quoted.resize(std::max(quoted.size(), fields.size()));
      for (std::size_t i = 0; i < fields.size(); ++i) {
        record.emplace_back(trimmed(fields[i].value(scratch)));
        rules.see(fields[i], separator);
        quoted[i] += fields[i].quoted ? 1 : 0;
      }
    }
  } catch (const Complaint&) {
    malformed = true;
  }
  // The header may go without.
  const bool whole_column =
      std::any_of(quoted.begin(), quoted.end(), [&](std::size_t n) { return n > 0 && n + 1 >= records.size(); });
  quoted_where_needed = rules.kept() || (whole_column && records.size() > 1);
}

bool TableSample::even() const {
  return columns() >= 2 &&
         std::all_of(records.begin(), records.end(), [&](const Record& record) { return record.size() == columns(); });
}

std::size_t TableSample::distinct(std::size_t column, std::size_t first) const {
  std::unordered_set<std::string_view> values;
  for (std::size_t i = first; i < records.size(); ++i) values.insert(records[i][column]);
  return values.size();
}

std::size_t TableSample::length(std::size_t column) const {
  std::size_t bytes = 0;
  for (const Record& record : records) bytes += record[column].size();
  return bytes;
}

bool TableSample::first_is_alone(std::size_t column) const {
  return std::none_of(records.begin() + 1, records.end(),
                      [&](const Record& record) { return record[column] == records[0][column]; });
}

}  // namespace rowgrad
