// CsvReader: records of separated fields, which may be quoted (RFC 4180): quoted fields hold separators, line ends and
// doubled quotes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "data/complaint.hpp"

namespace rowgrad {

struct CsvField {
  std::string_view raw;  // without the quotes around it, quotes inside it still doubled
  bool quoted = false;

  /// The content: a view into `raw`, or into `scratch` if quotes were doubled.
  std::string_view value(std::string& scratch) const;
};

class CsvReader {
 public:
  CsvReader(std::string_view text, char separator) : text_(text), separator_(separator) {}

  /// The next record that is not a blank line; false at the end. Throws Complaint if a quoted field does not end, or
  /// something follows its quote.
  bool next(std::vector<CsvField>& fields);
  /// Where the record stands that was read last: its first line, from 1.
  std::size_t line() const { return line_; }
  /// Lines and bytes of all records so far.
  std::size_t lines() const { return lines_; }
  std::size_t position() const { return position_; }

 private:
  CsvField field();
  CsvField quoted_field();
  bool end_record();

  std::string_view text_;
  char separator_;
  std::size_t position_ = 0, line_ = 0, lines_ = 0;
};

}  // namespace rowgrad
