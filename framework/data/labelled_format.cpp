#include "data/labelled_format.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "core/error.hpp"
#include "core/input_text.hpp"
#include "core/standard_input.hpp"
#include "core/unpack.hpp"
#include "data/first_look.hpp"
#include "data/jsonl.hpp"
#include "data/table_columns.hpp"
#include "data/usual_names.hpp"

namespace rowgrad {
namespace {

using Kind = LabelledFormat::Kind;

// Of a file that says it is CSV: what all records have as often as the first.
char csv_separator(std::string_view text) {
  for (const char separator : {'\t', ',', ';'}) {
    const TableSample sample(text, separator, /*quotes=*/true);
    if (!sample.malformed && sample.even()) return separator;
  }
  const std::string_view line = first_line(text);
  const auto most = [&](char separator) { return std::count(line.begin(), line.end(), separator); };
  if (most('\t') > 0) return '\t';
  return most(';') > most(',') ? ';' : ',';
}

// Of a file that does not say so: a separator that makes a table with a usual header, or with quotes that only a table
// has; 0 if none does.
char certain_csv_separator(std::string_view text) {
  for (const char separator : {',', ';'}) {
    const TableSample sample(text, separator, /*quotes=*/true);
    if (sample.even() && !sample.malformed && (has_usual_header(sample) || sample.looks_quoted())) return separator;
  }
  return 0;
}

struct KindFound {
  Kind kind;
  char separator;
};

// JSON that is not an object per line: a list, or objects over several lines.
void require_no_json_document(std::string_view line, const std::string& name, bool is_json) {
  const auto refuse = [&](const char* found, const char* filter) {
    throw input_error(
        name, fmt::format("expected one JSON object per line, found {}", found),
        "cut it: " + piped(std::string("jq -c ") + filter, name == shown_name("-") ? "-" : name) + ".jsonl");
  };
  if (line == "[" || (is_json && line.starts_with("[{"))) refuse("a list", "'.[]'");
  const bool is_open = line.starts_with("{") && !line.ends_with("}") && json_keys(line).empty();
  if (line == "{" || (is_json && is_open)) refuse("an object over several lines", ".");
}

KindFound kind_of(std::string_view text, const std::string& name, const std::string& format) {
  const std::string file_ending = format_ending(name);
  const bool is_auto = format == "auto";
  const bool jsonl_name = is_jsonl_ending(file_ending);
  if (format == "fasttext" || (is_auto && first_line(text).starts_with("__label__"))) return {Kind::fasttext, ' '};
  if (format == "jsonl" || (is_auto && file_ending != ".csv"))
    require_no_json_document(first_line(text), name, jsonl_name || file_ending == ".json" || !is_auto);
  if (format == "jsonl" || (is_auto && (jsonl_name || !json_keys(first_line(text)).empty()))) return {Kind::jsonl, ' '};
  if (format == "csv" || (is_auto && file_ending == ".csv")) return {Kind::csv, csv_separator(text)};
  if (format == "tsv") return {Kind::tsv, '\t'};
  if (first_line(text).find('\t') != std::string_view::npos)
    return {TableSample(text, '\t', /*quotes=*/true).looks_quoted() ? Kind::csv : Kind::tsv, '\t'};
  const char separator = certain_csv_separator(text);
  return separator != 0 ? KindFound{Kind::csv, separator} : KindFound{Kind::tsv, '\t'};
}

void require_no_columns(const LabelledOptions& options, const std::string& name) {
  if (!options.text.given() && !options.label.given()) return;
  throw input_error(name, "is fastText's format, which has no columns", "remove data.text and data.label");
}

LabelledFormat json_format(std::string_view text, const std::string& name, const LabelledOptions& options) {
  LabelledFormat format{.kind = Kind::jsonl, .text_name = options.text.name, .label_name = options.label.name};
  const auto keys = json_keys(first_line(text));
  const auto find = [&](std::string& key, bool (*usual)(std::string_view), const char* option) {
    if (!key.empty()) return;
    const auto it = std::find_if(keys.begin(), keys.end(), usual);
    if (it == keys.end() || std::find_if(it + 1, keys.end(), usual) != keys.end()) {
      throw input_error(
          name, fmt::format("which key is the {}? Its first object has \"{}\"", option + 5, fmt::join(keys, "\", \"")),
          fmt::format("say so: --set {}=KEY", option));
    }
    key = *it;
  };
  if (!keys.empty()) {  // else the reader says what is wrong with the line
    find(format.text_name, is_usual_text_name, "data.text");
    find(format.label_name, is_usual_label_name, "data.label");
  }
  return format;
}

LabelledFormat table_format(std::string_view text, const std::string& name, const LabelledOptions& options,
                            const Vocabulary* known, KindFound found) {
  LabelledFormat format{.kind = found.kind, .separator = found.separator};
  const TableSample sample(text, found.separator, found.kind == Kind::csv);
  const bool chosen = options.text.given() || options.label.given();
  if (sample.records.empty()) return format;
  // Lines of text<TAB>label, whose text may have tabs.
  if (found.kind == Kind::tsv && !chosen && !sample.even() && !has_usual_header(sample)) return format;
  if (found.kind == Kind::csv && sample.columns() < 2 && !sample.malformed) {
    throw input_error(name, "expected two columns or more, found one",
                      "separate them by commas, semicolons or tabs, or set data.format");
  }
  const TableColumns columns = table_columns(sample, name, options, known);
  format.header = columns.header;
  format.note = columns.note;
  format.text = columns.text;
  format.label = columns.label;
  if (columns.header) {
    format.text_name = sample.records[0][columns.text];
    format.label_name = sample.records[0][columns.label];
  }
  const bool last_tab = found.kind == Kind::tsv && sample.columns() == 2 && columns.label == 1;
  format.columns = last_tab ? 0 : sample.columns();
  return format;
}

}  // namespace

void LabelledOptions::declare(Keys& keys) {
  keys.add("format", format,
           "of labelled text: tsv: tabs; csv: commas, semicolons or tabs, and quotes; jsonl: an object per line; "
           "fasttext: __label__x text; auto: told by content")
      .one_of({"auto", "tsv", "csv", "jsonl", "fasttext"});
  keys.add("text", text, "the text's column, by name or by number from 1, or JSON key");
  keys.add("label", label, "likewise, the label's");
}

void LabelledOptions::check(const Where& data) const {
  if (format == "fasttext" && (text.given() || label.given()))
    throw(data / (text.given() ? "text" : "label")).error("fastText's format has no columns", "remove the key");
  if (text.given() && text.name == label.name)
    throw(data / "label").error("text and label are the same column", "name two");
}

std::string LabelledFormat::description() const {
  if (kind == Kind::fasttext) return "fastText's __label__ lines";
  if (kind == Kind::jsonl) return fmt::format("JSON lines, text \"{}\", label \"{}\"", text_name, label_name);
  std::string form = kind == Kind::tsv ? "TSV" : separator == '\t' ? "TSV with quotes" : "CSV";
  if (separator == ';') form += " with semicolons";
  if (header) return fmt::format("{}, header, text \"{}\", label \"{}\"", form, text_name, label_name);
  return fmt::format("{}, no header, text in column {}, label in {}", form, text + 1, label + 1);
}

std::string LabelledFormat::other_label() const {
  if (kind == Kind::fasttext) return {};
  if (kind == Kind::jsonl) return "name the label's key: --set data.label=KEY";
  if (header) return "name the label's column: --set data.label=NAME";
  if (text + label > 1 || columns > 2) return "name the label's column: --set data.label=NUMBER";
  return fmt::format("name the label's column: --set data.label={} if it comes {}", text + 1,
                     text == 0 ? "first" : "last");
}

LabelledFormat labelled_format(std::string_view text, const std::string& name, const LabelledOptions& options,
                               const Vocabulary* known) {
  const KindFound found = kind_of(text, name, options.format);
  if (found.kind == Kind::jsonl) return json_format(text, name, options);
  if (found.kind != Kind::fasttext) return table_format(text, name, options, known, found);
  require_no_columns(options, name);
  return {.kind = Kind::fasttext};
}

}  // namespace rowgrad
