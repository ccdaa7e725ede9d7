#include "tests/docs/page_output.hpp"

#include <algorithm>
#include <limits>

#include "tests/docs/page_line.hpp"

namespace rowgrad {
namespace {

bool is_blank(const std::string& line) { return line.find_first_not_of(" \t\r") == std::string::npos; }

std::vector<std::string> without_blanks(const std::vector<std::string>& lines) {
  std::vector<std::string> kept;
  for (const std::string& line : lines) {
    if (!is_blank(line)) kept.push_back(line);
  }
  return kept;
}

// What a "…" costs that is missing between two lines; and a shown line that was not printed: corrected in some numbers
// (and 1 for each), replaced by another line, or dropped.
enum Cost : int { gap = 2, numbers = 2, replaced = 9, dropped = 10, never = std::numeric_limits<int>::max() / 2 };

// The cheapest way to take printed lines, in order, for the lines shown: an alignment as that of edit distance.
class Alignment {
 public:
  Alignment(std::vector<std::string> shown, std::vector<std::string> printed)
      : shown_(std::move(shown)),
        printed_(std::move(printed)),
        exact_(shown_.size() + 1, std::vector<int>(printed_.size() + 1, 0)),
        later_(exact_) {
    for (std::size_t i = shown_.size(); i-- > 0;) {
      for (std::size_t j = printed_.size() + 1; j-- > 0;) {
        exact_[i][j] = is_ellipsis(i) ? later_[i + 1][j] : std::min(take(i, j), drop(i, j));
        later_[i][j] = std::min(exact_[i][j], j < printed_.size() ? later_[i][j + 1] : int{never});
      }
    }
  }

  OutputComparison result() const {
    OutputComparison result;
    std::size_t j = seek(0, 0);
    for (std::size_t i = 0; i < shown_.size(); ++i) {
      if (is_ellipsis(i)) {
        result.shown.push_back(shown_[i]);
        j = seek(i + 1, j);
        continue;
      }
      if (exact_[i][j] == take(i, j)) {
        note(result, i, "was not printed here, but: " + printed_[j], line_cost(i, j));
        result.shown.push_back(corrected(shown_[i], printed_[j]).value_or(Correction{printed_[j], 0}).line);
        ++j;
      } else {
        note(result, i, "was not printed", dropped);
      }
      if (i + 1 < shown_.size() && exact_[i + 1][j] > next(i + 1, j)) {
        note(result, i + 1, "does not follow at once: a line \"…\" is missing above it", gap);
        result.shown.emplace_back(ellipsis);
        j = seek(i + 1, j + 1);
      }
    }
    return result;
  }

 private:
  bool is_ellipsis(std::size_t i) const { return shown_[i] == ellipsis; }

  // What shown lines from i on cost when printed lines from j on are left: line j is the next, or some later one is.
  int next(std::size_t i, std::size_t j) const {
    const bool may_skip = i < shown_.size() && j < printed_.size();
    return std::min(exact_[i][j], may_skip ? gap + later_[i][j + 1] : int{never});
  }
  int line_cost(std::size_t i, std::size_t j) const {
    const auto correction = corrected(shown_[i], printed_[j]);
    if (!correction) return replaced;
    return correction->numbers == 0 ? 0 : std::min(numbers + correction->numbers, replaced - 1);
  }
  int take(std::size_t i, std::size_t j) const {
    return j < printed_.size() ? line_cost(i, j) + next(i + 1, j + 1) : int{never};
  }
  int drop(std::size_t i, std::size_t j) const { return dropped + next(i + 1, j); }

  // The first line from j on where the lines shown from i on cost least.
  std::size_t seek(std::size_t i, std::size_t j) const {
    while (exact_[i][j] > later_[i][j]) ++j;
    return j;
  }

  void note(OutputComparison& result, std::size_t i, const std::string& what, int cost) const {
    if (cost > 0 && result.difference.empty()) result.difference = "\"" + shown_[i] + "\" " + what;
  }

  std::vector<std::string> shown_, printed_;
  std::vector<std::vector<int>> exact_;  // [i][j]: the cost from shown line i on if it has to be printed line j
  std::vector<std::vector<int>> later_;  // … or any line after that
};

}  // namespace

OutputComparison compare_output(const std::vector<std::string>& shown, const std::vector<std::string>& printed) {
  if (without_blanks(shown) == std::vector<std::string>{"?"}) return {"the output is still to be filled in", printed};
  OutputComparison compared = Alignment(without_blanks(shown), without_blanks(printed)).result();
  if (compared.difference.empty()) return {{}, shown};
  for (std::size_t i = shown.size(); i-- > 0 && is_blank(shown[i]);) compared.shown.emplace_back();
  return compared;
}

}  // namespace rowgrad
