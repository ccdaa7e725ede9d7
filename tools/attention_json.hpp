// Attention patterns as JSON, for `rowgrad attention --json`.
#pragma once

#include "analysis/attention_pattern.hpp"

namespace rowgrad {

/// {tokens: […], layers: [{name, heads: [rows of numbers]}]}: in row i what position i takes of each.
Json to_json(const AttentionPattern& pattern);

}  // namespace rowgrad
