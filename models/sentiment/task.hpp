// The sentiment task: labelled documents as bags or sequences of words.
#pragma once

#include <array>

#include "data/ragged.hpp"
#include "data/tokenizer.hpp"
#include "data/vocabulary.hpp"
#include "train/data_files.hpp"

namespace rowgrad {

/// Inputs: `tokens` (ids, one row per token, grouped by document) and `label` (one per document). Sizes: vocab,
/// classes.
class SentimentTask : public Task {
 public:
  void declare(Keys& keys) override;
  void check(const Where& data) const override;
  void restore(const std::filesystem::path& run) override;
  void load() override;
  const Inputs& inputs() const override { return *inputs_; }
  bool has(Split split) const override { return part(split).documents.size() > 0; }
  std::size_t tokens(Split split) const override { return part(split).tokens; }
  std::unique_ptr<BatchSource> batches(const BatchRequest& request) const override;
  void save(const std::filesystem::path& run) const override;

  const Vocabulary& labels() const { return labels_; }
  const Vocabulary* vocabulary() const override { return &vocabulary_; }
  /// A batch of unlabelled texts, for prediction. Words that are not known are dropped.
  Batch encode(const std::vector<std::string>& texts) const;

  /// One split: ids of its documents and their labels.
  struct Part {
    Ragged documents;
    std::vector<Id> labels;
    std::size_t tokens = 0;  // of the text, known or not
  };
  const Part& part(Split split) const { return parts_[static_cast<std::size_t>(split)]; }

 private:
  void define_inputs();
  DataFiles files_;
  std::string tokenizer_name_ = "words";
  std::size_t min_count_ = 1;
  Tokenizer tokenizer_;
  Vocabulary vocabulary_, labels_;
  bool restored_ = false;
  std::array<Part, 3> parts_;
  std::unique_ptr<Inputs> inputs_;
};

}  // namespace rowgrad
