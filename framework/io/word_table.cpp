#include "io/word_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "core/error.hpp"
#include "core/finite.hpp"
#include "core/utf8.hpp"
#include "io/npy.hpp"
#include "io/safetensors.hpp"

namespace rowgrad {
namespace {

// Kinds of files people try that hold something else, by their first bytes.
struct Foreign {
  std::string_view magic;
  const char* what;
  const char* remedy;
};
constexpr Foreign foreign[] = {
    {"\xba\x16\x4f\x2f", "is a fastText model", "name its .vec file instead"},
    {"\x1f\x8b", "is compressed with gzip", "unpack it first: gunzip"},
    {"\xfd"
     "7zXZ",
     "is compressed with xz", "unpack it first: unxz"},
    {"PK\x03\x04", "is a zip archive", "unpack it first: unzip"},
    {"\x80\x02", "is a Python pickle", "write it with gensim's save_word2vec_format"},
    {"\x80\x03", "is a Python pickle", "write it with gensim's save_word2vec_format"},
    {"\x80\x04", "is a Python pickle", "write it with gensim's save_word2vec_format"},
};

bool is_safetensors(std::string_view bytes) {
  std::uint64_t size = 0;
  if (bytes.size() < sizeof(size) + 2) return false;
  std::memcpy(&size, bytes.data(), sizeof(size));
  return bytes[sizeof(size)] == '{' && size <= bytes.size() - sizeof(size);
}

Vocabulary read_words(const std::filesystem::path& matrix_file) {
  auto path = vocabulary_beside(matrix_file);
  const auto shared = matrix_file.parent_path() / "vocab.txt";
  std::error_code problem;  // such as a name that is too long: then it is not there
  if (!std::filesystem::exists(path, problem)) {
    if (!std::filesystem::exists(shared, problem)) {
      throw input_error(matrix_file.string(), "holds numbers but no words",
                        fmt::format("put one word per line into {}", path.string()));
    }
    path = shared;
  }
  const TextFile file(path);
  if (file.text().substr(0, file.text().find('\n')).find('\t') != std::string_view::npos) return Vocabulary::load(path);
  Vocabulary words;
  for_each_line(file.text(), [&](std::string_view line, std::size_t number) {
    const auto refuse = [&](const std::string& what) {
      throw input_error(fmt::format("{}:{}", path.string(), number), what,
                        "list every word once, in UTF-8, in the order of the rows");
    };
    if (line.empty()) refuse("expected a word, found an empty line");
    if (find_invalid_utf8(line) != std::string_view::npos) refuse("the word is not valid UTF-8");
    words.add(line, 0);
    if (words.size() != number) refuse(fmt::format("\"{}\" came before", line));
  });
  return words;
}

WordTable with_words(const std::filesystem::path& path, Vocabulary words, Matrix<float> values) {
  if (words.size() != rows(values)) {
    throw input_error(path.string(), fmt::format("has {} rows for {} words", rows(values), words.size()),
                      "use the vocabulary that was written with it");
  }
  for (std::size_t i = 0; i < rows(values); ++i) {
    if (!all_finite(row(values, i), columns(values)))
      throw input_error(path.string(),
                        fmt::format("the vector of \"{}\" is not finite", words.token(static_cast<Id>(i))),
                        "the file is damaged, or its training diverged");
  }
  return {std::move(words), std::move(values), {}};
}

WordTable read_safetensors_table(const std::filesystem::path& path) {
  const Safetensors file(path);
  Vocabulary words = read_words(path);
  for (const std::string& name : file.names()) {
    const auto [tensor_rows, tensor_columns] = file.shape(name);
    if (tensor_rows != words.size() || tensor_columns == 0) continue;
    Matrix<float> values;
    resize(values, tensor_rows, tensor_columns);
    file.read(name, values);
    return with_words(path, std::move(words), std::move(values));
  }
  throw input_error(path.string(), fmt::format("no tensor has a row for each of the {} words", words.size()),
                    "use the vocabulary that was written with it");
}

}  // namespace

std::filesystem::path vocabulary_beside(const std::filesystem::path& matrix_file) {
  return std::filesystem::path(matrix_file).replace_extension(".vocab.txt");
}

WordTable read_word_table(const std::filesystem::path& path) {
  const TextFile file(path);
  const std::string_view bytes = file.bytes();
  if (bytes.empty()) throw input_error(path.string(), "expected word vectors, found an empty file", "write it again");
  for (const auto& [magic, what, remedy] : foreign) {
    if (bytes.starts_with(magic)) throw input_error(path.string(), what, remedy);
  }
  if (is_npy(bytes)) {
    Matrix<float> values = read_npy(path);
    return with_words(path, read_words(path), std::move(values));
  }
  if (is_safetensors(bytes)) return read_safetensors_table(path);
  const std::string_view text = file.text();
  const auto header = detail::word_table_header(text);
  if (header.bytes == 0) return detail::read_word_table_text(path, text);
  detail::check_header(path, text, header);
  return detail::is_word_table_text(text, header) ? detail::read_word_table_text(path, text)
                                                  : detail::read_word_table_binary(path, text, header);
}

namespace {

// Which words are kept, and how many were left out, and why.
struct Kept {
  std::vector<std::size_t> rows;  // of the file, rising
  std::size_t repeated = 0, invalid = 0;
};

Kept keep_words(std::span<const std::string_view> words, Vocabulary& vocabulary) {
  Kept kept;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (find_invalid_utf8(words[i]) != std::string_view::npos) {
      ++kept.invalid;
      continue;
    }
    const std::size_t known = vocabulary.size();
    vocabulary.add(words[i], 0);
    if (vocabulary.size() == known)
      ++kept.repeated;
    else
      kept.rows.push_back(i);
  }
  return kept;
}

}  // namespace

WordTable detail::assemble(const std::filesystem::path& path, std::span<const std::string_view> words,
                           Matrix<float> values) {
  WordTable table;
  const Kept kept = keep_words(words, table.words);
  if (kept.rows.empty())
    throw input_error(path.string(), "has no word in UTF-8", "the file is damaged, or of another kind");
  if (kept.repeated > 0) {
    table.notes.push_back(
        fmt::format("{}: {} words come more than once; the first vector counts", path.string(), kept.repeated));
  }
  if (kept.invalid > 0)
    table.notes.push_back(fmt::format("{}: {} words are not UTF-8; they are left out", path.string(), kept.invalid));
  if (kept.rows.size() < words.size()) {
    Matrix<float> chosen;
    resize(chosen, kept.rows.size(), columns(values));
    for (std::size_t i = 0; i < kept.rows.size(); ++i)
      std::copy_n(row(values, kept.rows[i]), columns(values), row(chosen, i));
    values = std::move(chosen);
  }
  table.values = std::move(values);
  return table;
}

}  // namespace rowgrad
