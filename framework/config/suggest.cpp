#include "config/suggest.hpp"

#include <fmt/ranges.h>

#include <algorithm>

namespace rowgrad {

std::size_t edit_distance(const std::string& a, const std::string& b) {
  std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) d[i][0] = i;
  for (std::size_t j = 0; j <= b.size(); ++j) d[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  }
  return d[a.size()][b.size()];
}

std::string suggest(const std::string& found, const std::vector<std::string>& legal) {
  if (legal.empty()) return "nothing is legal here";
  const auto lower = [](std::string s) {
    std::transform(s.begin(), s.end(), s.begin(), [](unsigned char c) { return std::tolower(c); });
    return s;
  };
  const auto distance = [&](const std::string& name) { return edit_distance(lower(found), lower(name)); };
  constexpr std::size_t longest = 1000;  // of a name worth comparing: the distance takes time and memory by the length
  if (found.size() <= longest) {
    const auto nearest = std::min_element(legal.begin(), legal.end(),
                                          [&](const auto& a, const auto& b) { return distance(a) < distance(b); });
    if (distance(*nearest) <= std::max<std::size_t>(1, found.size() / 3))
      return fmt::format("did you mean \"{}\"?", *nearest);
  }
  return fmt::format("legal: \"{}\"", fmt::join(legal, "\", \""));
}

}  // namespace rowgrad
