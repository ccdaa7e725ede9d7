#include "analysis/intruder.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/error.hpp"

namespace rowgrad {

std::vector<Neighbour> rank_intruders(const WordVectors& vectors, std::span<const Id> words) {
  if (words.size() < 3)
    throw input_error("intruder", fmt::format("expected 3 words or more, found {}", words.size()), "name more words");
  std::vector<Neighbour> ranked;
  for (std::size_t i = 0; i < words.size(); ++i) {
    float sum = 0.0F;
    for (std::size_t j = 0; j < words.size(); ++j) {
      if (i == j) continue;
      if (words[i] == words[j])
        throw input_error(fmt::format("\"{}\"", vectors.word(words[i])), "comes twice", "name different words");
      sum += vectors.cosine(words[i], words[j]);
    }
    ranked.push_back({words[i], sum / static_cast<float>(words.size() - 1)});
  }
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const Neighbour& a, const Neighbour& b) { return a.score < b.score; });
  return ranked;
}

}  // namespace rowgrad
