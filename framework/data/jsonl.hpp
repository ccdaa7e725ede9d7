// JSON lines: a text and a label of one object per line.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace rowgrad {

/// Reads the two keys of the object in `line` as text: a label may also be a number or true or false. Other keys are
/// skipped.
class JsonLine {
 public:
  JsonLine(std::string text_key, std::string label_key)
      : text_key_(std::move(text_key)), label_key_(std::move(label_key)) {}

  /// `number` is the line's. Throws Complaint.
  void read(std::string_view line, std::size_t number);
  const std::string& text() const { return text_; }
  const std::string& label() const { return label_; }

 private:
  std::string text_key_, label_key_, text_, label_;
};

/// The keys of the object in `line` that hold values a text or label can be, or null; none if it is no JSON object.
std::vector<std::string> json_keys(std::string_view line);

}  // namespace rowgrad
