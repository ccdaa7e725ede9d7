#include "analysis/analogy.hpp"

namespace rowgrad {

std::vector<Neighbour> analogy(const WordVectors& vectors, Id a, Id b, Id c, AnalogyMethod method, std::size_t count) {
  const auto ua = vectors.unit(a), ub = vectors.unit(b), uc = vectors.unit(c);
  const Id inputs[] = {a, b, c};
  if (method == AnalogyMethod::add) {
    std::vector<float> target(ua.size());
    for (std::size_t j = 0; j < target.size(); ++j) target[j] = ub[j] - ua[j] + uc[j];
    return vectors.nearest(target, count, inputs);
  }
  const auto to_a = vectors.cosines(ua), to_b = vectors.cosines(ub), to_c = vectors.cosines(uc);
  const auto shifted = [](float cosine) { return 0.5F * (cosine + 1.0F); };
  std::vector<float> scores(vectors.size());
  for (std::size_t i = 0; i < scores.size(); ++i)
    scores[i] = shifted(to_b[i]) * shifted(to_c[i]) / (shifted(to_a[i]) + 1e-3F);
  return vectors.best(scores, count, inputs);
}

}  // namespace rowgrad
