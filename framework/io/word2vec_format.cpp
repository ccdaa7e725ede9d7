#include "io/word2vec_format.hpp"

#include <fmt/format.h>

namespace rowgrad {

Word2vecFile::Word2vecFile(const std::filesystem::path& file, const Vocabulary& vocabulary, std::size_t columns,
                           Format format)
    : file_(file),
      vocabulary_(vocabulary),
      columns_(columns),
      format_(format),
      buffer_(fmt::format("{} {}\n", vocabulary.size(), columns)) {}

void Word2vecFile::append(const float* rows, std::size_t count) {
  constexpr std::size_t chunk = std::size_t{1} << 20;
  for (std::size_t i = 0; i < count && next_ < vocabulary_.size(); ++i) {
    append_row(rows + i * columns_);
    if (buffer_.size() < chunk) continue;
    file_.write(buffer_);
    buffer_.clear();
  }
}

void Word2vecFile::append_row(const float* values) {
  buffer_ += vocabulary_.token(static_cast<Id>(next_++));
  if (format_ == Format::binary) {
    buffer_ += ' ';
    buffer_.append(reinterpret_cast<const char*>(values), columns_ * sizeof(float));
  } else {
    for (std::size_t j = 0; j < columns_; ++j) fmt::format_to(std::back_inserter(buffer_), " {}", values[j]);
  }
  buffer_ += '\n';
}

void Word2vecFile::commit() {
  file_.write(buffer_);
  file_.commit();
}

namespace {

void write(const std::filesystem::path& path, const Vocabulary& vocabulary, const Matrix<float>& vectors,
           Word2vecFile::Format format) {
  Word2vecFile file(path, vocabulary, columns(vectors), format);
  file.append(vectors.data(), rows(vectors));
  file.commit();
}

}  // namespace

void write_word2vec_binary(const std::filesystem::path& file, const Vocabulary& vocabulary,
                           const Matrix<float>& vectors) {
  write(file, vocabulary, vectors, Word2vecFile::Format::binary);
}

void write_word2vec_text(const std::filesystem::path& file, const Vocabulary& vocabulary,
                         const Matrix<float>& vectors) {
  write(file, vocabulary, vectors, Word2vecFile::Format::text);
}

}  // namespace rowgrad
