// TableSample: the first records of a table, by which its layout is told.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "data/csv.hpp"

namespace rowgrad {

struct TableSample {
  using Record = std::vector<std::string>;

  std::vector<Record> records;       // without surrounding blanks
  bool malformed = false;            // quoted fields that are not as RFC 4180 has them
  bool quoted_where_needed = false;  // see looks_quoted()

  /// Reads up to a thousand records of the first megabyte. Without `quotes` they are text.
  TableSample(std::string_view text, char separator, bool quotes);

  std::size_t columns() const { return records.empty() ? 0 : records[0].size(); }
  /// Whether all records have as many columns, two at least.
  bool even() const;
  /// Whether quotes are there for the format's sake and are no part of the text: all fields of a column have them, or
  /// just those fields that need them.
  bool looks_quoted() const { return !malformed && quoted_where_needed; }

  /// Different values of a column, in records from `first` on.
  std::size_t distinct(std::size_t column, std::size_t first = 0) const;
  /// Bytes of a column's values, all records together.
  std::size_t length(std::size_t column) const;
  /// Whether the first record's value of the column occurs in no other record.
  bool first_is_alone(std::size_t column) const;

 private:
  void read_plain(std::string_view text, char separator);
  void read_quoted(std::string_view text, char separator);
};

}  // namespace rowgrad
