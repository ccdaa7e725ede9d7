// Reads word vectors as text, with a header or without. The file is cut into blocks of whole lines; lines are counted
// first, so that every block knows where its rows go, then parsed.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <vector>

#include "core/error.hpp"
#include "core/parallel.hpp"
#include "io/word_table.hpp"

namespace rowgrad {
namespace {

constexpr std::size_t block_bytes = std::size_t{4} << 20;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

std::string_view without_end(std::string_view line) {
  while (!line.empty() && is_blank(line.back())) line.remove_suffix(1);
  return line;
}

// One number at `p`; moves `p` behind it. A number too small for a float is 0.
bool read_number(const char*& p, const char* end, float& number) {
  while (p < end && is_blank(*p)) ++p;
  const auto [stop, problem] = std::from_chars(p, end, number);
  if (problem == std::errc::result_out_of_range) {
    number = static_cast<float>(std::strtod(std::string(p, stop).c_str(), nullptr));
  } else if (problem != std::errc()) {
    return false;
  }
  p = stop;
  return std::isfinite(number) && (p == end || is_blank(*p));
}

// A count at `p`, the largest there is if it is larger; returns where it ends, or null if there is none.
const char* read_count(const char* p, const char* end, std::size_t& count) {
  const auto [stop, problem] = std::from_chars(p, end, count);
  if (problem == std::errc::result_out_of_range) count = std::numeric_limits<std::size_t>::max();
  return problem == std::errc::invalid_argument ? nullptr : stop;
}

// `text` holds exactly `d` numbers.
bool read_numbers(std::string_view text, std::size_t d, float* numbers) {
  const char* p = text.data();
  const char* const end = p + text.size();
  for (std::size_t j = 0; j < d; ++j) {
    if (!read_number(p, end, numbers[j])) return false;
  }
  return p == end;
}

// "word x1 … xd". The word ends at the first blank or, if it holds blanks itself (". . ." in GloVe), before the last d
// numbers.
bool read_entry(std::string_view line, std::size_t d, std::string_view& word, float* numbers) {
  const std::size_t first = line.find_first_of(" \t");
  if (first == std::string_view::npos || first == 0) return false;
  word = line.substr(0, first);
  if (read_numbers(line.substr(first + 1), d, numbers)) return true;
  std::size_t at = line.size();
  for (std::size_t j = 0; j < d && at != 0 && at != std::string_view::npos; ++j) at = line.find_last_of(" \t", at - 1);
  if (at == 0 || at == std::string_view::npos) return false;
  word = line.substr(0, at);
  return read_numbers(line.substr(at + 1), d, numbers);
}

// How many numbers end the line, at most all fields but the first.
std::size_t count_numbers(std::string_view line) {
  std::size_t count = 0;
  for (std::size_t at = line.find_last_of(" \t"); at != std::string_view::npos && at != 0;
       at = line.find_last_of(" \t", at - 1)) {
    float number = 0;
    const char* p = line.data() + at + 1;
    const std::size_t end = line.find_first_of(" \t", at + 1);
    if (!read_number(p, end == std::string_view::npos ? line.data() + line.size() : line.data() + end, number)) break;
    ++count;
  }
  return count;
}

template <class F>
void for_each_entry(std::string_view text, F&& f) {
  for_each_line(text, [&](std::string_view line, std::size_t) {
    if (const auto entry = without_end(line); !entry.empty()) f(entry);
  });
}

std::vector<std::string_view> blocks_of_lines(std::string_view text) {
  std::vector<std::string_view> blocks;
  while (!text.empty()) {
    const std::size_t end = text.size() <= block_bytes ? std::string_view::npos : text.find('\n', block_bytes);
    blocks.push_back(text.substr(0, end == std::string_view::npos ? end : end + 1));
    text.remove_prefix(blocks.back().size());
  }
  return blocks;
}

}  // namespace

detail::WordTableHeader detail::word_table_header(std::string_view text) {
  const std::size_t line_end = text.find('\n');
  if (line_end == std::string_view::npos || line_end > 64) return {};
  const std::string_view line = without_end(text.substr(0, line_end));
  WordTableHeader header;
  const char* const end = line.data() + line.size();
  const char* const blank = read_count(line.data(), end, header.words);
  if (blank == nullptr || blank == end || !is_blank(*blank)) return {};
  if (read_count(blank + 1, end, header.dimension) != end) return {};
  header.bytes = line_end + 1;
  return header;
}

void detail::check_header(const std::filesystem::path& path, std::string_view text, const WordTableHeader& header) {
  const std::size_t follow = text.size() - header.bytes;
  const auto fail = [&](const std::string& found) {
    throw input_error(
        path.string(),
        fmt::format("its header promises {} words of {} numbers{}", header.words, header.dimension, found),
        "the file is cut off or damaged: write or download it again");
  };
  if (header.words == 0 || header.dimension == 0) fail("");
  if (header.dimension > follow || header.words > follow / header.dimension)
    fail(fmt::format(", but only {} bytes follow", follow));
}

bool detail::is_word_table_text(std::string_view text, const WordTableHeader& header) {
  const std::string_view body = text.substr(header.bytes);
  std::vector<float> numbers(std::min(header.dimension, body.size()));
  std::string_view word;
  return read_entry(without_end(body.substr(0, body.find('\n'))), header.dimension, word, numbers.data());
}

WordTable detail::read_word_table_text(const std::filesystem::path& path, std::string_view text) {
  const auto header = word_table_header(text);
  const std::string_view body = text.substr(header.bytes);
  const std::size_t d =
      header.bytes != 0 ? header.dimension : count_numbers(without_end(body.substr(0, body.find('\n'))));
  if (d == 0) {
    throw input_error(path.string() + ":1", "expected word vectors: a header \"V d\" or a word and its numbers",
                      "name a run directory, or a word2vec, GloVe, .npy or safetensors file");
  }
  const auto blocks = blocks_of_lines(body);
  std::vector<std::size_t> first_row(blocks.size() + 1, 0);
  const auto refuse = [&](std::string_view line) {
    const auto number = std::count(text.data(), line.data(), '\n') + 1;
    throw input_error(fmt::format("{}:{}", path.string(), number),
                      fmt::format("expected a word and {} finite numbers", d),
                      "the file is cut off or damaged: write or download it again");
  };
  parallel_for(blocks.size(), 1, [&](std::size_t b, std::size_t) {
    for_each_entry(blocks[b], [&](std::string_view line) {
      if (line.size() / 2 < d) refuse(line);  // so that the numbers do not outgrow the file
      ++first_row[b + 1];
    });
  });
  for (std::size_t b = 0; b < blocks.size(); ++b) first_row[b + 1] += first_row[b];
  if (header.bytes != 0 && header.words != first_row.back()) {
    throw input_error(path.string(),
                      fmt::format("its header promises {} words, found {}", header.words, first_row.back()),
                      "the file is cut off or damaged: write or download it again");
  }
  std::vector<std::string_view> words(first_row.back());
  Matrix<float> values;
  resize(values, words.size(), d);
  parallel_for(blocks.size(), 1, [&](std::size_t b, std::size_t) {
    std::size_t i = first_row[b];
    for_each_entry(blocks[b], [&](std::string_view line) {
      if (!read_entry(line, d, words[i], row(values, i))) refuse(line);
      ++i;
    });
  });
  return assemble(path, words, std::move(values));
}

}  // namespace rowgrad
