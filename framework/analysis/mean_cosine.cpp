#include "analysis/mean_cosine.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/error.hpp"

namespace rowgrad {

std::vector<Neighbour> rank_by_mean_cosine(const WordVectors& vectors) {
  if (vectors.size() < 2)
    throw input_error("the vocabulary", fmt::format("expected two words or more, found {}", vectors.size()),
                      "give more text");
  std::vector<double> sum(vectors.dimension(), 0.0);
  for (Id i = 0; i < vectors.size(); ++i) {
    const auto unit = vectors.unit(i);
    for (std::size_t j = 0; j < sum.size(); ++j) sum[j] += static_cast<double>(unit[j]);
  }
  std::vector<Neighbour> ranked;
  for (Id i = 0; i < vectors.size(); ++i) {
    double with_others = 0.0;
    const auto unit = vectors.unit(i);
    for (std::size_t j = 0; j < sum.size(); ++j) {
      const auto x = static_cast<double>(unit[j]);
      with_others += x * (sum[j] - x);
    }
    ranked.push_back({i, static_cast<float>(with_others / static_cast<double>(vectors.size() - 1))});
  }
  std::ranges::stable_sort(ranked, std::ranges::greater(), &Neighbour::score);
  return ranked;
}

}  // namespace rowgrad
