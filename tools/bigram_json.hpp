// Bigram tables as JSON, for `rowgrad bigram --json`.
#pragma once

#include "models/lm/bigram_table.hpp"

namespace rowgrad {

/// {symbols: […], counts, counted, model: rows of numbers, by the symbol before and the symbol after,
/// largest_difference}.
Json to_json(const BigramTable& table);

}  // namespace rowgrad
