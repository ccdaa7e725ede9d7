// Interner: distinct strings to ids in order of first appearance, with counts. The reader's inner loop: one probe of an
// open-addressing table and one comparison per token, text in one arena. Not thread-safe: one per block of input.
#pragma once

#include <cstring>
#include <string_view>
#include <vector>

#include "core/matrix.hpp"
#include "core/random.hpp"
#include "data/ids.hpp"

namespace rowgrad {

class Interner {
 public:
  Id add(std::string_view text) {
    if (2 * (entries_.size() + 1) > cells_.size()) grow();
    const std::uint64_t hash = hash_of(text);
    const auto tag = static_cast<std::uint32_t>(hash >> 32);
    for (std::size_t i = hash & mask();; i = (i + 1) & mask()) {
      Cell& cell = cells_[i];
      if (cell.entry == none) {
        cell = {tag, next_id(entries_.size())};
        entries_.push_back({arena_.size(), text.size(), hash, 1});
        arena_.insert(arena_.end(), text.begin(), text.end());
        return cell.entry;
      }
      if (cell.tag == tag && (*this)[cell.entry] == text) {
        ++entries_[cell.entry].count;
        return cell.entry;
      }
    }
  }

  std::size_t size() const { return entries_.size(); }
  /// Valid until the next add().
  std::string_view operator[](Id id) const { return {arena_.data() + entries_[id].start, entries_[id].length}; }
  std::uint64_t count(Id id) const { return entries_[id].count; }
  /// The same for the same text in any interner.
  std::uint64_t hash(Id id) const { return entries_[id].hash; }

 private:
  static constexpr Id none = ~Id{0};
  struct Cell {
    std::uint32_t tag = 0;
    Id entry = none;
  };
  struct Entry {
    std::size_t start, length;
    std::uint64_t hash, count;
  };

  static std::uint64_t hash_of(std::string_view text) {
    std::uint64_t hash = text.size();
    while (!text.empty()) {
      std::uint64_t word = 0;
      const std::size_t n = text.size() < sizeof(word) ? text.size() : sizeof(word);
      std::memcpy(&word, text.data(), n);
      hash = mix64(hash + word);
      text.remove_prefix(n);
    }
    return hash;
  }
  std::size_t mask() const { return cells_.size() - 1; }
  void grow() {
    cells_.assign(cells_.empty() ? 1024 : 2 * cells_.size(), {});
    for (std::size_t e = 0; e < entries_.size(); ++e) {
      std::size_t i = entries_[e].hash & mask();
      while (cells_[i].entry != none) i = (i + 1) & mask();
      cells_[i] = {static_cast<std::uint32_t>(entries_[e].hash >> 32), static_cast<Id>(e)};
    }
  }

  std::vector<Cell> cells_;
  std::vector<Entry> entries_;
  std::vector<char> arena_;
};

}  // namespace rowgrad
