#include "io/word_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "core/error.hpp"
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
  if (!std::filesystem::exists(path)) {
    if (!std::filesystem::exists(shared)) {
      throw input_error(matrix_file.string(), "holds numbers but no words",
                        fmt::format("put one word per line into {}", path.string()));
    }
    path = shared;
  }
  const TextFile file(path);
  if (file.text().substr(0, file.text().find('\n')).find('\t') != std::string_view::npos) return Vocabulary::load(path);
  Vocabulary words;
  for_each_line(file.text(), [&](std::string_view line, std::size_t number) {
    words.add(line, 0);
    if (words.size() != number)
      throw input_error(fmt::format("{}:{}", path.string(), number), fmt::format("\"{}\" came before", line),
                        "list every word once, in the order of the rows");
  });
  return words;
}

WordTable with_words(const std::filesystem::path& path, Vocabulary words, Matrix<float> values) {
  if (words.size() != rows(values)) {
    throw input_error(path.string(), fmt::format("has {} rows for {} words", rows(values), words.size()),
                      "use the vocabulary that was written with it");
  }
  for (std::size_t i = 0; i < rows(values); ++i) {
    if (!std::all_of(row(values, i), row(values, i) + columns(values), [](float x) { return std::isfinite(x); }))
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
    if (tensor_rows != words.size()) continue;
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
  const std::string_view bytes = file.text();
  if (bytes.empty()) throw input_error(path.string(), "expected word vectors, found an empty file", "write it again");
  for (const auto& [magic, what, remedy] : foreign) {
    if (bytes.starts_with(magic)) throw input_error(path.string(), what, remedy);
  }
  if (is_npy(bytes)) return with_words(path, read_words(path), read_npy(path));
  if (is_safetensors(bytes)) return read_safetensors_table(path);
  const auto header = detail::word_table_header(bytes);
  if (header.bytes != 0 && !detail::is_word_table_text(bytes, header))
    return detail::read_word_table_binary(path, bytes, header);
  return detail::read_word_table_text(path, bytes);
}

WordTable detail::assemble(const std::filesystem::path& path, std::span<const std::string_view> words,
                           Matrix<float> values) {
  WordTable table;
  const std::size_t d = columns(values);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::size_t known = table.words.size();
    const Id id = table.words.add(words[i], 0);
    if (table.words.size() > known && id != i) std::copy_n(row(values, i), d, row(values, id));
  }
  if (const std::size_t repeated = words.size() - table.words.size(); repeated > 0) {
    table.notes.push_back(
        fmt::format("{}: {} words come more than once; the first vector counts", path.string(), repeated));
    Matrix<float> kept;
    resize(kept, table.words.size(), d);
    std::copy_n(values.data(), kept.size(), kept.data());
    values = std::move(kept);
  }
  table.values = std::move(values);
  return table;
}

}  // namespace rowgrad
