#include "models/lm/unembedding.hpp"

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "kernels/rows.hpp"

namespace rowgrad {

std::vector<RowMatch> match_hidden(Generator& generator, const Parameters<float>& parameters,
                                   std::span<const Id> prefix, std::size_t count) {
  const auto table = generator.unembedding();
  if (!table) {
    throw input_error("the model", "its logits are not a Linear map of a hidden state",
                      "name a run whose logits are a Linear layer");
  }
  const Matrix<float>& rows_of = parameters[*table].value;
  const std::size_t d = columns(rows_of);
  const auto p = probabilities(generator.logits(prefix), {});
  const auto state = generator.hidden(prefix);
  const auto& dot = row_kernels<float>().dot;
  const float length = std::sqrt(dot(state.data(), state.data(), d));
  std::vector<RowMatch> matches;
  for (std::size_t i = 0; i < rows(rows_of); ++i) {
    const float* x = row(rows_of, i);
    const float score = dot(state.data(), x, d);
    const float lengths = length * std::sqrt(dot(x, x, d));
    matches.push_back({static_cast<Id>(i), score, lengths > 0.0F ? score / lengths : 0.0F, p[i]});
  }
  std::stable_sort(matches.begin(), matches.end(), [](const RowMatch& a, const RowMatch& b) { return a.dot > b.dot; });
  matches.resize(std::min(count, matches.size()));
  return matches;
}

}  // namespace rowgrad
