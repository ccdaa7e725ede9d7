#include "data/vocabulary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <numeric>

#include "core/error.hpp"
#include "core/text_file.hpp"

namespace rowgrad {
namespace {

constexpr std::string_view plain = "\t\n\r\\";
constexpr std::string_view escaped = "tnr\\";

std::string escape(const std::string& token) {
  std::string out;
  for (const char c : token) {
    const std::size_t i = plain.find(c);
    if (i == std::string_view::npos)
      out += c;
    else
      (out += '\\') += escaped[i];
  }
  return out;
}

std::string unescape(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::size_t j = text[i] == '\\' && i + 1 < text.size() ? escaped.find(text[i + 1]) : std::string_view::npos;
    if (j == std::string_view::npos) {
      out += text[i];
    } else {
      out += plain[j];
      ++i;
    }
  }
  return out;
}

}  // namespace

Vocabulary::Vocabulary(const Vocabulary& other) {
  for (std::size_t i = 0; i < other.size(); ++i) add(other.tokens_[i], other.counts_[i]);
}

Id Vocabulary::add(std::string_view token, std::uint64_t count) {
  if (const auto it = ids_.find(token); it != ids_.end()) {
    counts_[it->second] += count;
    return it->second;
  }
  const Id id = static_cast<Id>(tokens_.size());
  tokens_.emplace_back(token);
  counts_.push_back(count);
  ids_.emplace(tokens_.back(), id);
  return id;
}

void Vocabulary::sort(std::uint64_t min_count, std::size_t reserved) {
  std::vector<Id> order(tokens_.size());
  std::iota(order.begin(), order.end(), 0);
  const auto movable = order.begin() + static_cast<std::ptrdiff_t>(reserved);
  order.erase(std::remove_if(movable, order.end(), [&](Id id) { return counts_[id] < min_count; }), order.end());
  std::sort(order.begin() + static_cast<std::ptrdiff_t>(reserved), order.end(),
            [&](Id a, Id b) { return counts_[a] != counts_[b] ? counts_[a] > counts_[b] : tokens_[a] < tokens_[b]; });
  Vocabulary sorted;
  for (const Id id : order) sorted.add(tokens_[id], counts_[id]);
  *this = std::move(sorted);
}

std::optional<Id> Vocabulary::find(std::string_view token) const {
  const auto it = ids_.find(token);
  if (it == ids_.end()) return std::nullopt;
  return it->second;
}

std::uint64_t Vocabulary::total() const { return std::accumulate(counts_.begin(), counts_.end(), std::uint64_t{0}); }

std::string Vocabulary::to_text() const {
  std::string text;
  for (std::size_t i = 0; i < size(); ++i) text += fmt::format("{}\t{}\n", escape(tokens_[i]), counts_[i]);
  return text;
}

Vocabulary Vocabulary::load(const std::filesystem::path& file) {
  Vocabulary vocabulary;
  const TextFile source(file);
  for_each_line(source.text(), [&](std::string_view line, std::size_t number) {
    const std::size_t tab = line.rfind('\t');
    std::uint64_t count = 0;
    const char* end = line.data() + line.size();
    const char* digits = tab == std::string_view::npos ? end : line.data() + tab + 1;
    const auto [stop, problem] = std::from_chars(digits, end, count);
    if (problem != std::errc() || stop != end) {
      throw input_error(fmt::format("{}:{}", file.string(), number), "expected token<TAB>count",
                        "restore the run's vocabulary");
    }
    vocabulary.add(unescape(line.substr(0, tab)), count);
  });
  return vocabulary;
}

}  // namespace rowgrad
