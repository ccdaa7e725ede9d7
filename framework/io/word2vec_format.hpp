// The word2vec format: "V d\n", then per word `word ` and d numbers, as text or as little-endian floats.
#pragma once

#include <filesystem>

#include "core/matrix.hpp"
#include "data/vocabulary.hpp"

namespace rowgrad {

/// Both write atomically; row i of `vectors` belongs to id i. Throw a run Error.
void write_word2vec_binary(const std::filesystem::path& file, const Vocabulary& vocabulary,
                           const Matrix<float>& vectors);
void write_word2vec_text(const std::filesystem::path& file, const Vocabulary& vocabulary, const Matrix<float>& vectors);

}  // namespace rowgrad
