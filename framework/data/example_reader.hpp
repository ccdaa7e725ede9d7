// ExampleReader: the texts and labels of a block of a file, record by record, in the file's format.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "data/csv.hpp"
#include "data/jsonl.hpp"
#include "data/labelled_format.hpp"

namespace rowgrad {

struct Example {
  std::string_view text, label;  // the label without blanks around it
  std::size_t line = 0;          // of the block, from 1
  bool was_trimmed = false;      // the label had blanks around it
};

class ExampleReader {
 public:
  /// `text` is whole records, without a header. Both must outlive the reader.
  ExampleReader(std::string_view text, const LabelledFormat& format);

  /// The next example, valid until the next call; false at the end. Blank lines are skipped. Throws Complaint.
  bool next(Example& example);
  /// Lines so far.
  std::size_t lines() const { return format_.kind == LabelledFormat::Kind::csv ? records_.lines() : line_; }

 private:
  bool next_line(std::string_view& line);
  Example from_line(std::string_view line);
  Example from_last_tab(std::string_view line) const;
  Example from_fasttext(std::string_view line) const;
  Example from_columns();
  void split(std::string_view line);

  const LabelledFormat& format_;
  std::string_view rest_;
  std::size_t line_ = 0;
  CsvReader records_;
  std::vector<CsvField> fields_;
  JsonLine json_;
  std::string text_, label_;  // of fields with doubled quotes
};

}  // namespace rowgrad
