// Lines of a page and of what programs print: how one that is shown is compared with one that a program printed.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rowgrad {

/// Stands for anything within a line, and for any lines where it is alone on one.
inline constexpr std::string_view ellipsis = "…";

std::vector<std::string> lines_of(std::string_view text);

struct Correction {
  std::string line;
  int numbers = 0;  // that were replaced
};

/// What a page should show for `printed` where it shows `shown`: the same line, in which "…" stands for anything,
/// blanks count as one, and numbers that differ are `printed`'s. Numbers with a point are equal if they are so to the
/// digits shown, or differ by one in the last of them, as they may on another processor. Null if anything else differs.
std::optional<Correction> corrected(std::string_view shown, std::string_view printed);

/// Whether `corrected` has nothing to correct.
bool same_line(std::string_view shown, std::string_view printed);

}  // namespace rowgrad
