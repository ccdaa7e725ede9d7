// Word intrusion: how often the word of another category stands out (Chang et al. 2009, "Reading tea leaves").
#pragma once

#include <string>
#include <vector>

#include "analysis/categories.hpp"
#include "core/random.hpp"

namespace rowgrad {

struct IntrusionScore {
  std::string category;
  std::size_t words = 0;
  std::size_t tried = 0;  // 0: it has too few words to draw from
  std::size_t right = 0;
};

/// Draws `tries` lists for every category, `size` − 1 of its words and last a word of another category, and counts how
/// often rank_intruders() puts that one first. (In a tie it comes behind the words before it, so that a tie is no hit.)
/// By name of category. Throws an input Error if there is one category only, or none with so many words.
/// REQUIRES: size >= 3.
std::vector<IntrusionScore> word_intrusion(const WordVectors& vectors, const Categories& categories, std::size_t size,
                                           std::size_t tries, const Random& random);

}  // namespace rowgrad
