// LabelledFile: a file of labelled text read record by record, for whoever wants the texts as they stand.
#pragma once

#include <filesystem>

#include "core/error.hpp"
#include "core/input_text.hpp"
#include "data/example_reader.hpp"

namespace rowgrad {

class LabelledFile {
 public:
  /// Tells the format as read_labelled_text() does. Throws an input Error.
  LabelledFile(const std::filesystem::path& path, const LabelledOptions& options, const Vocabulary& known_labels);
  LabelledFile(const LabelledFile&) = delete;  // the reader refers to the text
  LabelledFile& operator=(const LabelledFile&) = delete;

  /// The next example, valid until the next call, its line counted in the file; false at the end. Throws an input Error
  /// with file and line.
  bool next(Example& example);

 private:
  std::filesystem::path path_;
  InputText text_;
  LabelledFormat format_;
  std::string_view header_;
  ExampleReader reader_;
};

/// The part of a text that is its header; empty where there is none.
std::string_view header_of(std::string_view text, const LabelledFormat& format);
/// How many lines a header takes.
std::size_t lines_of_header(std::string_view header);
/// The Error of a complaint about a part of the file that begins after `lines_before` lines.
Error error_of(const Complaint& complaint, const std::filesystem::path& file, std::size_t lines_before);

}  // namespace rowgrad
