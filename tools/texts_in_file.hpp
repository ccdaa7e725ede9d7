// Texts of a file that holds no labels to compare with: its lines or, of a table or JSON lines, one column.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "data/labelled_format.hpp"

namespace rowgrad {

/// Calls f(text, line in the file from 1) for each text. A table with a header, or JSON lines, has them in the column
/// that `options` name, else in the only one with a usual name; where that cannot be told each line is a text. Says on
/// stderr which column was taken, and warns where lines look like records. Throws an input Error if the file cannot be
/// read, with its line if a record is damaged.
void for_each_text(const std::string& file, const LabelledOptions& options,
                   const std::function<void(std::string_view, std::size_t)>& f);

}  // namespace rowgrad
