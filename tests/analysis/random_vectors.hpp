// Vectors of random numbers under the words w0, w1, …, for tests of queries.
#pragma once

#include <algorithm>

#include "analysis/word_vectors.hpp"
#include "core/random.hpp"

namespace rowgrad {

inline WordVectors random_vectors(std::size_t words, std::size_t dimension, std::uint64_t seed = 1) {
  Vocabulary vocabulary;
  Matrix<float> values;
  resize(values, words, dimension);
  const Random random(seed);
  for (std::size_t i = 0; i < words; ++i) vocabulary.add("w" + std::to_string(i));
  for (std::size_t i = 0; i < values.size(); ++i) values.data()[i] = static_cast<float>(random.normal(i));
  return {std::move(vocabulary), std::move(values)};
}

/// Words with the vectors given.
inline WordVectors vectors_of(const std::vector<std::pair<std::string, std::vector<float>>>& entries) {
  Vocabulary vocabulary;
  Matrix<float> values;
  resize(values, entries.size(), entries.front().second.size());
  for (std::size_t i = 0; i < entries.size(); ++i) {
    vocabulary.add(entries[i].first);
    std::ranges::copy(entries[i].second, row(values, i));
  }
  return {std::move(vocabulary), std::move(values)};
}

}  // namespace rowgrad
