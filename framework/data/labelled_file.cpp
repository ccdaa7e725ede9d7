#include "data/labelled_file.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/standard_input.hpp"

namespace rowgrad {

std::string_view header_of(std::string_view text, const LabelledFormat& format) {
  if (!format.header) return {};
  if (format.kind != LabelledFormat::Kind::csv)
    return text.substr(0, std::min(text.find('\n', text.find_first_not_of(" \t\r\n")), text.size() - 1) + 1);
  CsvReader records(text, format.separator);
  std::vector<CsvField> fields;
  records.next(fields);
  return text.substr(0, records.position());
}

std::size_t lines_of_header(std::string_view header) {
  return static_cast<std::size_t>(std::count(header.begin(), header.end(), '\n'));
}

Error error_of(const Complaint& complaint, const std::filesystem::path& file, std::size_t lines_before) {
  return input_error(fmt::format("{}:{}", shown_name(file), lines_before + complaint.line), complaint.what,
                     complaint.not_utf8 ? convert_remedy(file) : complaint.remedy);
}

LabelledFile::LabelledFile(const std::filesystem::path& path, const LabelledOptions& options,
                           const Vocabulary& known_labels)
    : path_(path),
      text_(path),
      format_(labelled_format(text_.text(), shown_name(path), options, &known_labels)),
      header_(header_of(text_.text(), format_)),
      reader_(text_.text().substr(header_.size()), format_) {}

bool LabelledFile::next(Example& example) {
  const std::size_t before = lines_of_header(header_);
  try {
    if (!reader_.next(example)) return false;
  } catch (const Complaint& complaint) {
    throw error_of(complaint, path_, before);
  }
  example.line += before;
  return true;
}

}  // namespace rowgrad
