// Reads the binary word2vec format. word2vec.c ends every vector with "\n", gensim and the Google News file do not: a
// line end in front of a word is never part of it.
#include <fmt/format.h>

#include <cstring>
#include <vector>

#include "core/error.hpp"
#include "core/finite.hpp"
#include "core/parallel.hpp"
#include "io/word_table.hpp"

namespace rowgrad {
namespace {

constexpr std::size_t rows_per_block = 4096;

// Words and where their numbers begin.
struct Entries {
  std::vector<std::string_view> words;
  std::vector<const char*> numbers;
};

Entries find_entries(const std::filesystem::path& path, std::string_view bytes, const detail::WordTableHeader& header) {
  const std::size_t width = header.dimension * sizeof(float);
  const auto cut_off = [&](std::size_t found) {
    return input_error(path.string(),
                       fmt::format("its header promises {} words of {} numbers, but it ends after {}", header.words,
                                   header.dimension, found),
                       "the file is cut off or damaged: write or download it again");
  };
  // At least one byte and a blank per word. REQUIRES check_header(): `width` is below the file's size.
  if (header.words > bytes.size() / (width + 2)) throw cut_off(bytes.size() / (width + 2));
  Entries entries;
  entries.words.reserve(header.words);
  entries.numbers.reserve(header.words);
  std::size_t at = header.bytes;
  for (std::size_t i = 0; i < header.words; ++i) {
    while (at < bytes.size() && bytes[at] == '\n') ++at;
    const std::size_t blank = bytes.find(' ', at);
    if (blank == std::string_view::npos || bytes.size() - blank - 1 < width) throw cut_off(i);
    if (blank == at) {
      throw input_error(path.string(), fmt::format("word {} is empty", i + 1),
                        "the file is damaged: write or download it again");
    }
    entries.words.push_back(bytes.substr(at, blank - at));
    entries.numbers.push_back(bytes.data() + blank + 1);
    at = blank + 1 + width;
  }
  if (bytes.find_first_not_of(" \r\n", at) != std::string_view::npos) {
    throw input_error(
        path.string(),
        fmt::format("{} bytes follow the last of the {} words its header promises", bytes.size() - at, header.words),
        "the file is damaged: write or download it again");
  }
  return entries;
}

}  // namespace

WordTable detail::read_word_table_binary(const std::filesystem::path& path, std::string_view bytes,
                                         const WordTableHeader& header) {
  const Entries entries = find_entries(path, bytes, header);
  const std::size_t d = header.dimension;
  Matrix<float> values;
  resize(values, entries.words.size(), d);
  parallel_for(entries.words.size(), rows_per_block, [&](std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i) {
      float* const to = row(values, i);
      std::memcpy(to, entries.numbers[i], d * sizeof(float));
      if (!all_finite(to, d)) {
        throw input_error(path.string(), fmt::format("the vector of word {} is not finite", i + 1),
                          "the file is damaged, or its training diverged");
      }
    }
  });
  return assemble(path, entries.words, std::move(values));
}

}  // namespace rowgrad
