// What a language model says comes next, as JSON.
#pragma once

#include <span>
#include <vector>

#include "config/types.hpp"
#include "data/vocabulary.hpp"
#include "models/lm/unembedding.hpp"

namespace rowgrad {

/// The ids whose probability is not 0, the most probable first, ties by id.
std::vector<Id> by_probability(std::span<const float> p);
/// [{token, probability}] in that order.
Json next_json(std::span<const float> p, const Vocabulary& tokens);
/// [{word, score, dot, cosine, cosine_rank, probability, bias if there is one}].
Json matches_json(const std::vector<RowMatch>& matches, const Vocabulary& tokens);

}  // namespace rowgrad
