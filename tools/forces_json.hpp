// The forces on a word's row as JSON.
#pragma once

#include "models/word2vec/pair_forces.hpp"

namespace rowgrad {

/// {word, id, pulls: [{word, id, weight, probability, force: [d numbers]}], pushes: […], net: [d numbers]}.
Json to_json(const PairForces& forces, const Vocabulary& words);

}  // namespace rowgrad
