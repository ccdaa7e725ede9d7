#include "analysis/name_similarity.hpp"

#include "analysis/cosine.hpp"
#include "analysis/one_hot.hpp"
#include "kernels/rows.hpp"

namespace rowgrad {
std::vector<NameSimilarity> name_similarities(const WordVectors& vectors, const std::vector<Id>& words) {
  std::vector<NameSimilarity> pairs;
  for (std::size_t i = 0; i < words.size(); ++i) {
    for (std::size_t j = i + 1; j < words.size(); ++j) {
      const auto pair = one_hots<float>(vectors.size(), {words[i], words[j]});
      const std::span<const float> a(row(pair, 0), columns(pair)), b(row(pair, 1), columns(pair));
      pairs.push_back({words[i], words[j], row_kernels<float>().dot(a.data(), b.data(), a.size()), cosine(a, b),
                       vectors.cosine(words[i], words[j])});
    }
  }
  return pairs;
}

}  // namespace rowgrad
