// TableStart: what a rule for starting a table gives, and what the layers behind it then see.
#pragma once

#include <cstdint>
#include <string>

#include "config/types.hpp"

namespace rowgrad {

/// Of one table of V rows and d columns, drawn as a layer's parameters are.
struct TableStart {
  std::string init;                 // as a config writes it: {"normal": 0.02}
  double deviation = 0.0;           // standard deviation of the elements
  float least = 0.0F, most = 0.0F;  // of the elements
  double row_length = 0.0;          // root of the mean square
  double logit_deviation = 0.0;     // of a head tied to the table: rows times rows
  double loss = 0.0;                // of predicting random rows by those logits, in nats; ln V is knowing nothing
};

/// Draws the table by `init` and sends `tokens` random ids through Embedding, a Linear tied to it, and SoftmaxCE.
/// Throws an input Error if `init` is no rule. REQUIRES: rows, dim and tokens above 0.
TableStart table_start(const Json& init, std::size_t rows, std::size_t dim, std::size_t tokens, std::uint64_t seed);

}  // namespace rowgrad
