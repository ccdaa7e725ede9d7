// Tables for people: columns as wide as their widest cell.
#pragma once

#include <string>
#include <vector>

namespace rowgrad {

/// Text from a file as a terminal may get it: what is no UTF-8, or would move the cursor, becomes "?".
std::string printable(std::string_view text);

/// Columns that a text takes on a terminal: its code points.
std::size_t width_of(std::string_view text);

class Table {
 public:
  enum class Align { left, right };
  struct Column {
    std::string title;
    Align align = Align::left;
  };

  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

  /// A cell per column.
  void add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
  /// Lines with their ends. A column without a cell that says anything is left out, and so are titles if all are empty.
  std::string text() const;

 private:
  std::vector<std::size_t> widths() const;
  std::string line(const std::vector<std::string>& cells, const std::vector<std::size_t>& widths) const;

  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace rowgrad
