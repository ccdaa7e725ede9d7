// What the name and the beginning of a data file tell of its form.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace rowgrad {

/// ".csv" of "reviews.csv" and of "Reviews.CSV.gz".
std::string format_ending(const std::filesystem::path& name);
/// Whether the ending is one of JSON lines.
bool is_jsonl_ending(const std::string& ending);

/// The first line that is not blank, without blanks at its ends.
std::string_view first_line(std::string_view text);

/// Of a file that is to be read as plain text, what shows that it is something else, and how to get the texts alone:
/// "a.tsv: its lines have 2 columns, …". Empty if it looks like plain text.
std::string columns_in_plain_text(std::string_view text, const std::filesystem::path& file);

}  // namespace rowgrad
