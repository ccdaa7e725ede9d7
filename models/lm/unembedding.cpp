#include "models/lm/unembedding.hpp"

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "kernels/rows.hpp"

namespace rowgrad {
namespace {

void rank_by_cosine(std::vector<RowMatch>& matches) {
  std::ranges::stable_sort(matches, std::ranges::greater{}, &RowMatch::cosine);
  for (std::size_t i = 0; i < matches.size(); ++i) matches[i].cosine_rank = i + 1;
}

}  // namespace

std::vector<RowMatch> match_hidden(Generator& generator, const Parameters<float>& parameters,
                                   std::span<const Id> prefix, std::size_t count) {
  const auto table = generator.unembedding();
  if (!table) {
    throw input_error("the model", "its logits are not a Linear map of a hidden state",
                      "name a run whose logits are a Linear layer");
  }
  const Matrix<float>& rows_of = parameters[*table].value;
  const std::size_t d = columns(rows_of);
  const auto biases = generator.unembedding_bias();
  const auto logits = generator.logits(prefix);
  const std::vector<float> scores(logits.begin(), logits.end());  // the next call overwrites them
  const auto p = probabilities(scores, {});
  const auto state = generator.hidden(prefix);
  const auto& dot = row_kernels<float>().dot;
  const float length = std::sqrt(dot(state.data(), state.data(), d));
  std::vector<RowMatch> matches;
  for (std::size_t i = 0; i < rows(rows_of); ++i) {
    const float* x = row(rows_of, i);
    const float product = dot(state.data(), x, d);
    const float lengths = length * std::sqrt(dot(x, x, d));
    RowMatch match{static_cast<Id>(i), scores[i], product, {}, lengths > 0.0F ? product / lengths : 0.0F, 0, p[i]};
    if (biases) match.bias = parameters[*biases].value.data()[i];
    matches.push_back(match);
  }
  rank_by_cosine(matches);
  std::ranges::stable_sort(matches, std::ranges::greater{}, &RowMatch::score);
  matches.resize(std::min(count, matches.size()));
  return matches;
}

}  // namespace rowgrad
