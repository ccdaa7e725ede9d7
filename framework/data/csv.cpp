#include "data/csv.hpp"

#include <algorithm>

namespace rowgrad {

std::string_view CsvField::value(std::string& scratch) const {
  if (!quoted || raw.find('"') == std::string_view::npos) return raw;
  scratch.clear();
  for (std::size_t i = 0; i < raw.size(); ++i) {
    scratch += raw[i];
    if (raw[i] == '"') ++i;  // the second of two
  }
  return scratch;
}

bool CsvReader::next(std::vector<CsvField>& fields) {
  while (position_ < text_.size()) {
    fields.clear();
    line_ = lines_ + 1;
    do {
      fields.push_back(field());
    } while (!end_record());
    const bool blank =
        fields.size() == 1 && !fields[0].quoted && fields[0].raw.find_first_not_of(" \t") == std::string_view::npos;
    if (!blank) return true;
  }
  return false;
}

CsvField CsvReader::field() {
  if (position_ < text_.size() && text_[position_] == '"') return quoted_field();
  std::size_t end = position_;
  while (end < text_.size() && text_[end] != separator_ && text_[end] != '\n') ++end;
  std::string_view raw = text_.substr(position_, end - position_);
  if ((end == text_.size() || text_[end] == '\n') && raw.ends_with('\r')) raw.remove_suffix(1);
  position_ = end;
  return {raw, false};
}

CsvField CsvReader::quoted_field() {
  const std::size_t start = ++position_;
  while (true) {
    const std::size_t quote = text_.find('"', position_);
    if (quote == std::string_view::npos)
      throw Complaint{line_, "a field begins with a quote and never ends", "close it, or double quotes that are text"};
    position_ = quote + 1;
    if (position_ == text_.size() || text_[position_] != '"') break;
    ++position_;
  }
  const std::string_view raw = text_.substr(start, position_ - 1 - start);
  lines_ += static_cast<std::size_t>(std::count(raw.begin(), raw.end(), '\n'));
  if (text_.substr(position_).starts_with("\r\n") || text_.substr(position_) == "\r") ++position_;
  if (position_ < text_.size() && text_[position_] != separator_ && text_[position_] != '\n') {
    throw Complaint{line_, "found something after the quote that ends a field",
                    "double quotes that are text; where quotes mean nothing in a file of tabs, set data.format=tsv"};
  }
  return {raw, true};
}

// Steps over the separator or the line's end that follows a field.
bool CsvReader::end_record() {
  if (position_ < text_.size() && text_[position_] == separator_) {
    ++position_;
    return false;
  }
  if (position_ < text_.size()) ++position_;
  ++lines_;
  return true;
}

}  // namespace rowgrad
