#include "analysis/word_intrusion.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>

#include "analysis/intruder.hpp"
#include "core/error.hpp"

namespace rowgrad {
namespace {

// `own` different words of `category`, then one of `others`.
std::vector<Id> draw(std::vector<Id> category, std::size_t own, const std::vector<Id>& others, const Random& random) {
  for (std::size_t i = 0; i < own; ++i) std::swap(category[i], category[i + random.below(i, category.size() - i)]);
  category.resize(own);
  category.push_back(others[random.below(own, others.size())]);
  return category;
}

std::vector<Id> words_outside(const Categories& categories, const std::string& category) {
  std::vector<Id> others;
  for (const auto& [name, words] : categories.words()) {
    if (name != category) others.insert(others.end(), words.begin(), words.end());
  }
  return others;
}

}  // namespace

std::vector<IntrusionScore> word_intrusion(const WordVectors& vectors, const Categories& categories, std::size_t size,
                                           std::size_t tries, const Random& random) {
  assert(size >= 3);
  if (categories.words().size() < 2)
    throw input_error("the categories", "expected two or more with words that have a vector, found one",
                      "strangers are drawn from other categories: add one");
  std::vector<IntrusionScore> scores;
  for (const auto& [name, words] : categories.words()) {
    IntrusionScore score{name, words.size(), 0, 0};
    if (words.size() >= size - 1) {
      const std::vector<Id> others = words_outside(categories, name);
      for (; score.tried < tries; ++score.tried) {
        const auto list = draw(words, size - 1, others, random.stream(name).stream(score.tried));
        score.right += rank_intruders(vectors, list).front().id == list.back() ? 1 : 0;
      }
    }
    scores.push_back(std::move(score));
  }
  if (std::ranges::all_of(scores, [](const IntrusionScore& score) { return score.tried == 0; }))
    throw input_error("the categories", fmt::format("none has {} words that have a vector", size - 1),
                      "ask for shorter lists");
  return scores;
}

}  // namespace rowgrad
