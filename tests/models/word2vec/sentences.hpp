// Word2vec datasets in memory, from sentences written out in a test.
#pragma once

#include "models/word2vec/dataset.hpp"

namespace rowgrad {

/// `sentences` train; every word counts. Blanks separate words.
inline std::shared_ptr<const Word2vecDataset> word_windows(const Word2vecOptions& options,
                                                           const std::vector<std::string>& sentences) {
  const Tokenizer tokenizer("whitespace");
  Vocabularies vocabularies;
  for (const auto& sentence : sentences) {
    for (const auto& word : tokenizer.split(sentence)) vocabularies.tokens.add(word);
  }
  vocabularies.tokens.sort();
  Ragged ids;
  for (const auto& sentence : sentences) {
    for (const auto& word : tokenizer.split(sentence)) ids.push(vocabularies.tokens.find(word).value());
    ids.close();
  }
  return std::make_shared<Word2vecDataset>(options, std::move(vocabularies),
                                           std::array<EncodedText, 3>{EncodedText(ids), {}, {}});
}

/// `n` sentences, of two kinds in turns.
inline std::vector<std::string> alternating(std::size_t n, const std::string& even, const std::string& odd) {
  std::vector<std::string> sentences;
  for (std::size_t i = 0; i < n; ++i) sentences.push_back(i % 2 == 0 ? even : odd);
  return sentences;
}

}  // namespace rowgrad
