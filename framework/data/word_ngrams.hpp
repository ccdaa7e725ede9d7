// WordNgrams: n-grams of words as ids, hashed into a fixed number of buckets (Joulin et al. 2017, section 2.2;
// arithmetic of fastText's Dictionary::hash and addWordNgrams).
#pragma once

#include <span>
#include <string_view>

#include "core/matrix.hpp"

namespace rowgrad {

class WordNgrams {
 public:
  WordNgrams() = default;
  /// n-grams of 2 to `longest` words, into `buckets` of them; longest = 1: none.
  WordNgrams(std::size_t longest, std::size_t buckets) : longest_(longest), buckets_(buckets) {}

  /// How many ids there are.
  std::size_t size() const { return longest_ > 1 ? buckets_ : 0; }
  std::size_t longest() const { return longest_; }

  /// FNV-1a over the sign-extended bytes, as fastText has it.
  static std::uint32_t hash(std::string_view word) {
    std::uint32_t h = 2166136261U;
    for (const char c : word) h = (h ^ static_cast<std::uint32_t>(static_cast<signed char>(c))) * 16777619U;
    return h;
  }

  /// f(bucket) for every n-gram of the words with these hashes, by first word and then by length.
  template <class F>
  void for_each(std::span<const std::uint32_t> hashes, F&& f) const {
    for_each_place(hashes, [&](Id bucket, std::size_t, std::size_t) { f(bucket); });
  }
  /// f(bucket, first, last), the n-gram being the words `first` to `last` − 1.
  template <class F>
  void for_each_place(std::span<const std::uint32_t> hashes, F&& f) const {
    for (std::size_t i = 0; i < hashes.size(); ++i) {
      std::uint64_t h = extend(hashes[i]);
      for (std::size_t j = i + 1; j < hashes.size() && j < i + longest_; ++j) {
        h = h * 116049371U + extend(hashes[j]);
        f(static_cast<Id>(h % buckets_), i, j + 1);
      }
    }
  }

 private:
  static std::uint64_t extend(std::uint32_t hash) {
    return static_cast<std::uint64_t>(static_cast<std::int64_t>(static_cast<std::int32_t>(hash)));
  }
  std::size_t longest_ = 1;
  std::size_t buckets_ = 0;
};

}  // namespace rowgrad
