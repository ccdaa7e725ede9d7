// SentimentDataset: labelled documents as bags or sequences of words.
#pragma once

#include <array>

#include "data/dataset.hpp"
#include "models/sentiment/encoder.hpp"
#include "models/sentiment/source.hpp"

namespace rowgrad {

class SentimentDataset : public Dataset {
 public:
  /// A dataset in memory: `parts` are train, dev and test, whose documents hold ids as a DocumentEncoder of the tokens
  /// gives them. Throws Error if the options weigh a label that there is not.
  SentimentDataset(const SentimentOptions& options, Vocabularies vocabularies, std::array<LabelledDocuments, 3> parts,
                   ReadingReport report = {});

  bool has(Split split) const override { return part(split).documents.size() > 0; }
  std::size_t token_count(Split split) const override { return part(split).tokens; }
  std::unique_ptr<BatchSource> batches(const BatchRequest& request) const override;

  Batch example(const std::string& text, const std::string& label) const override;
  IdsInput words() const override { return in_.tokens; }
  std::string id_name(std::size_t input, Id id) const override;

  /// A batch of unlabelled texts, for prediction, and how many of them were cut to data.max_length. Words that are not
  /// known are dropped.
  struct Encoded {
    Batch batch;
    std::size_t cut = 0;
  };
  Encoded encode(std::span<const std::string> texts) const;

  /// What the ids of a document stand for, which is known better than that of an n-gram alone.
  std::vector<std::string> names(std::span<const Id> document) const { return encoder_.names(document); }

  const SentimentInputs& handles() const { return in_; }
  const LabelledDocuments& part(Split split) const { return parts_[static_cast<std::size_t>(split)]; }
  const DocumentChanges& changes() const { return changes_; }

 private:
  SentimentDataset(SentimentInputs&& in, const SentimentOptions& options, Vocabularies&& vocabularies,
                   std::array<LabelledDocuments, 3>&& parts, ReadingReport&& report);

  SentimentInputs in_;
  Tokenizer tokenizer_;
  DocumentEncoder encoder_;
  std::size_t longest_;  // words of a text
  DocumentChanges changes_;
  std::array<LabelledDocuments, 3> parts_;
};

}  // namespace rowgrad
