// Vocabulary: tokens and their counts, by id. Ids are ranks: the most frequent token is 0.
#pragma once

#include <deque>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/matrix.hpp"

namespace rowgrad {

class Vocabulary {
 public:
  Vocabulary() = default;
  Vocabulary(const Vocabulary& other);  // the index must point into the copy's own tokens
  Vocabulary& operator=(const Vocabulary& other) { return *this = Vocabulary(other); }
  Vocabulary(Vocabulary&&) = default;
  Vocabulary& operator=(Vocabulary&&) = default;
  ~Vocabulary() = default;

  /// Appends a token under the next id; returns the id it has if it is already there, with the count added.
  /// Throws an input Error if ids are used up.
  Id add(std::string_view token, std::uint64_t count = 1);
  /// Drops what was counted less than `min_count` times and renumbers by falling count, then by token; the first
  /// `reserved` ids keep their place.
  void sort(std::uint64_t min_count = 1, std::size_t reserved = 0);

  std::size_t size() const { return tokens_.size(); }
  std::optional<Id> find(std::string_view token) const;
  const std::string& token(Id id) const { return tokens_[id]; }
  std::uint64_t count(Id id) const { return counts_[id]; }
  const std::vector<std::uint64_t>& counts() const { return counts_; }
  std::uint64_t total() const;

  /// `token<TAB>count` lines in id order; tabs, line ends, backslashes and bytes that are not UTF-8 are escaped.
  std::string to_text() const;
  /// Throws Error with file and line if a line has another form, is not UTF-8, repeats a token or is cut off;
  /// `remedy` ends the message.
  static Vocabulary load(const std::filesystem::path& file, const char* remedy = "restore the run's vocabulary");

 private:
  std::deque<std::string> tokens_;  // a deque, so that the views in ids_ stay valid
  std::vector<std::uint64_t> counts_;
  std::unordered_map<std::string_view, Id> ids_;
};

}  // namespace rowgrad
