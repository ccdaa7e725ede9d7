#include "analysis/neighbours.hpp"

#include <algorithm>
#include <functional>
#include <limits>

#include "core/parallel.hpp"
#include "kernels/matmul.hpp"

namespace rowgrad {
namespace {

constexpr std::size_t queries_per_block = 128;
constexpr std::size_t words_per_tile = 256;  // a tile of the table and its scores stay in the second-level cache

// A product adds up in another order than a dot product, so that its cosines differ by up to δ ≈ (2d + 10) ε, with
// ε = 2⁻²⁴ the rounding of one operation (Higham 2002, section 3.1). What is among the `count` best by one is then
// above the other's `count`-th less 2δ: those words are kept, and the dot product decides among them.
float margin(std::size_t dimension) {
  constexpr float rounding = 0x1p-24F;
  return 2.0F * (2.0F * static_cast<float>(dimension) + 10.0F) * rounding;
}

// The words that may be among the `count` best of one query, by approximate scores.
class Candidates {
 public:
  Candidates(std::size_t count, float margin, Id self) : count_(count), margin_(margin), self_(self) {}

  // scores[i] is the product with the row of word first + i, not yet divided by its length.
  void take(const WordVectors& vectors, const float* scores, std::size_t first, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) {
      const auto id = static_cast<Id>(first + i);
      const float score = scores[i] * vectors.inverse_length(id);
      if (!(score < limit_) && id != self_) add({id, score});  // what is not a number is for the dot product to decide
    }
  }

  std::vector<Neighbour> best(const WordVectors& vectors) {
    drop_hopeless();
    for (Neighbour& candidate : kept_) candidate.score = vectors.cosine(self_, candidate.id);
    const auto end = kept_.begin() + static_cast<std::ptrdiff_t>(std::min(count_, kept_.size()));
    std::partial_sort(kept_.begin(), end, kept_.end(), [](const Neighbour& a, const Neighbour& b) {
      return a.score != b.score ? a.score > b.score : a.id < b.id;
    });
    kept_.erase(end, kept_.end());
    return std::move(kept_);
  }

 private:
  void add(const Neighbour& candidate) {
    kept_.push_back(candidate);
    highest_.push_back(candidate.score);
    std::ranges::push_heap(highest_, std::greater());
    if (highest_.size() > count_) {
      std::ranges::pop_heap(highest_, std::greater());
      highest_.pop_back();
    }
    if (highest_.size() == count_) limit_ = highest_.front() - margin_;
    if (kept_.size() >= drop_at_) drop_hopeless();
  }
  void drop_hopeless() {
    std::erase_if(kept_, [&](const Neighbour& candidate) { return candidate.score < limit_; });
    drop_at_ = std::max<std::size_t>(1024, 2 * kept_.size());
  }

  std::size_t count_;
  float margin_;
  Id self_;
  float limit_ = -std::numeric_limits<float>::infinity();
  std::vector<Neighbour> kept_;
  std::vector<float> highest_;  // a heap of the `count` highest scores so far, the least in front
  std::size_t drop_at_ = 1024;
};

// The neighbours of one block of words, on one thread.
void search(const WordVectors& vectors, std::span<const Id> words, std::size_t count,
            std::span<std::vector<Neighbour>> found) {
  Matrix<float> queries, scores;
  resize(queries, words.size(), vectors.dimension());
  std::vector<Candidates> candidates;
  for (std::size_t q = 0; q < words.size(); ++q) {
    std::ranges::copy(vectors.unit(words[q]), row(queries, q));
    candidates.emplace_back(count, margin(vectors.dimension()), words[q]);
  }
  for (std::size_t first = 0; first < vectors.size(); first += words_per_tile) {
    const std::size_t n = std::min(words_per_tile, vectors.size() - first);
    resize(scores, words.size(), n);
    matmul_nt<float>(row_span(queries), row_span(vectors.values(), first, n), row_span(scores), /*accumulate=*/false);
    for (std::size_t q = 0; q < words.size(); ++q) candidates[q].take(vectors, row(scores, q), first, n);
  }
  for (std::size_t q = 0; q < words.size(); ++q) found[q] = candidates[q].best(vectors);
}

}  // namespace

std::vector<std::vector<Neighbour>> nearest_to_each(const WordVectors& vectors, std::span<const Id> words,
                                                    std::size_t count) {
  std::vector<std::vector<Neighbour>> found(words.size());
  if (count == 0) return found;
  parallel_for(words.size(), queries_per_block, [&](std::size_t first, std::size_t last) {
    search(vectors, words.subspan(first, last - first), count, std::span(found).subspan(first, last - first));
  });
  return found;
}

}  // namespace rowgrad
