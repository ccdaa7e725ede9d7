#include "data/vocabulary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <numeric>

#include "core/error.hpp"
#include "core/text_file.hpp"
#include "core/utf8.hpp"
#include "data/ids.hpp"

namespace rowgrad {
namespace {

constexpr std::string_view plain = "\t\n\r\\";
constexpr std::string_view escaped = "tnr\\";
constexpr std::string_view hex = "0123456789abcdef";

// Bytes that are not UTF-8 become "\xff", so that the file is UTF-8 whatever the text was. A byte order mark does too,
// as it would be no part of the token at the file's start.
std::string escape(std::string_view token) {
  std::string out;
  for (std::size_t i = 0, length = 1; i < token.size(); i += std::max<std::size_t>(length, 1)) {
    const bool is_mark = i == 0 && token.starts_with(byte_order_mark);
    length = is_mark ? 0 : utf8_length(token.substr(i));
    const auto byte = static_cast<unsigned char>(token[i]);
    const std::size_t special = plain.find(token[i]);
    if (length == 0)
      ((out += "\\x") += hex[byte / 16]) += hex[byte % 16];
    else if (special != std::string_view::npos)
      (out += '\\') += escaped[special];
    else
      out += token.substr(i, length);
  }
  return out;
}

// The character that an escape stands for, and how many bytes it takes; none if `text` starts with no escape.
std::pair<char, std::size_t> escape_at(std::string_view text) {
  if (text.size() < 2 || text[0] != '\\') return {};
  if (const std::size_t i = escaped.find(text[1]); i != std::string_view::npos) return {plain[i], 2};
  if (text[1] != 'x' || text.size() < 4) return {};
  const std::size_t high = hex.find(text[2]), low = hex.find(text[3]);
  if (high == std::string_view::npos || low == std::string_view::npos) return {};
  return {static_cast<char>(high * 16 + low), 4};
}

std::string unescape(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const auto [character, length] = escape_at(text.substr(i));
    out += length == 0 ? text[i] : character;
    i += std::max<std::size_t>(length, 1);
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
  const Id id = next_id(tokens_.size());
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

Vocabulary Vocabulary::load(const std::filesystem::path& file, const char* remedy) {
  Vocabulary vocabulary;
  const TextFile source(file);
  std::uint64_t total = 0;
  for_each_line(source.text(), [&](std::string_view line, std::size_t number) {
    const auto refuse = [&](const std::string& what) {
      throw input_error(fmt::format("{}:{}", file.string(), number), what, remedy);
    };
    if (const std::size_t bad = find_invalid_utf8(line); bad != std::string_view::npos)
      refuse(fmt::format("byte {} is not valid UTF-8", bad + 1));
    const std::size_t tab = line.rfind('\t');
    std::uint64_t count = 0;
    const char* end = line.data() + line.size();
    const char* digits = tab == std::string_view::npos ? end : line.data() + tab + 1;
    const auto [stop, problem] = std::from_chars(digits, end, count);
    if (problem != std::errc() || stop != end) refuse("expected token<TAB>count");
    if (end == source.text().data() + source.text().size()) refuse("the last line has no end: the file is cut off");
    if (count > std::numeric_limits<std::uint64_t>::max() - total) refuse("the sum of the counts is too large");
    total += count;
    vocabulary.add(unescape(line.substr(0, tab)), count);
    if (vocabulary.size() != number) refuse(fmt::format("\"{}\" came before", line.substr(0, tab)));
  });
  return vocabulary;
}

}  // namespace rowgrad
