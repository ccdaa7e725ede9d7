#include "io/word2vec_format.hpp"

#include <fmt/format.h>

#include "core/atomic_file.hpp"

namespace rowgrad {
namespace {

constexpr std::size_t chunk = std::size_t{1} << 20;

template <class F>
void write(const std::filesystem::path& path, const Vocabulary& vocabulary, const Matrix<float>& vectors,
           F&& append_row) {
  AtomicFile file(path);
  std::string buffer = fmt::format("{} {}\n", vocabulary.size(), columns(vectors));
  for (std::size_t i = 0; i < vocabulary.size(); ++i) {
    buffer += vocabulary.token(static_cast<Id>(i));
    append_row(buffer, row(vectors, i));
    buffer += '\n';
    if (buffer.size() < chunk) continue;
    file.write(buffer);
    buffer.clear();
  }
  file.write(buffer);
  file.commit();
}

}  // namespace

void write_word2vec_binary(const std::filesystem::path& file, const Vocabulary& vocabulary,
                           const Matrix<float>& vectors) {
  write(file, vocabulary, vectors, [&](std::string& buffer, const float* values) {
    buffer += ' ';
    buffer.append(reinterpret_cast<const char*>(values), columns(vectors) * sizeof(float));
  });
}

void write_word2vec_text(const std::filesystem::path& file, const Vocabulary& vocabulary,
                         const Matrix<float>& vectors) {
  write(file, vocabulary, vectors, [&](std::string& buffer, const float* values) {
    for (std::size_t j = 0; j < columns(vectors); ++j) fmt::format_to(std::back_inserter(buffer), " {}", values[j]);
  });
}

}  // namespace rowgrad
