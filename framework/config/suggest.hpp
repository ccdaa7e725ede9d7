// "did you mean": the nearest of the legal names to what was found.
#pragma once

#include <string>
#include <vector>

namespace rowgrad {

/// `did you mean "classes"?` if a legal name is near enough, else `legal: "a", "b", …`. Never empty for some names.
std::string suggest(const std::string& found, const std::vector<std::string>& legal);

/// The number of single-character edits between two words (Levenshtein), a swap of neighbours counting as one.
std::size_t edit_distance(const std::string& a, const std::string& b);

}  // namespace rowgrad
