// Sentiment datasets in memory, from documents written out in a test.
#pragma once

#include "models/sentiment/dataset.hpp"

namespace rowgrad {

struct LabelledLine {
  std::string text, label;
};

/// `train` and `dev` are documents; every word of `train` counts.
inline std::shared_ptr<const SentimentDataset> labelled_documents(const SentimentOptions& options,
                                                                  const std::vector<LabelledLine>& train,
                                                                  const std::vector<LabelledLine>& dev = {}) {
  const Tokenizer tokenizer(options.tokenizer);
  Vocabularies vocabularies;
  for (const auto& [text, label] : train) {
    for (const auto& word : tokenizer.split(text)) vocabularies.tokens.add(word);
    vocabularies.labels.add(label);
  }
  vocabularies.tokens.sort();
  vocabularies.labels.sort();
  const DocumentEncoder encoder(vocabularies.tokens, WordNgrams(options.ngrams, options.buckets));
  const auto encode = [&](const std::vector<LabelledLine>& lines) {
    LabelledDocuments part;
    for (const auto& [text, label] : lines) {
      std::vector<Id> ids;
      encoder.encode(text, tokenizer, ids);
      part.documents.push(ids);
      part.labels.push_back(vocabularies.labels.find(label).value());
      part.tokens += tokenizer.split(text).size();
    }
    return part;
  };
  std::array<LabelledDocuments, 3> parts{encode(train), encode(dev), {}};
  return std::make_shared<SentimentDataset>(options, std::move(vocabularies), std::move(parts));
}

}  // namespace rowgrad
