#include "analysis/name_similarity.hpp"

#include "analysis/cosine.hpp"
#include "kernels/rows.hpp"

namespace rowgrad {
namespace {

std::vector<float> one_hot(Id id, std::size_t vocab) {
  std::vector<float> v(vocab, 0.0F);
  v[id] = 1.0F;
  return v;
}

}  // namespace

std::vector<NameSimilarity> name_similarities(const WordVectors& vectors, const std::vector<Id>& words) {
  std::vector<NameSimilarity> pairs;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto a = one_hot(words[i], vectors.size());
    for (std::size_t j = i + 1; j < words.size(); ++j) {
      const auto b = one_hot(words[j], vectors.size());
      pairs.push_back({words[i], words[j], row_kernels<float>().dot(a.data(), b.data(), a.size()), cosine(a, b),
                       vectors.cosine(words[i], words[j])});
    }
  }
  return pairs;
}

}  // namespace rowgrad
