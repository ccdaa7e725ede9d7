// The sentiment task: labelled documents as bags or sequences of words.
#pragma once

#include <array>

#include "models/sentiment/encoder.hpp"
#include "models/sentiment/source.hpp"
#include "train/data_files.hpp"

namespace rowgrad {

/// Inputs: `tokens` (ids, one row per token, grouped by document), `label` and `weight` (one per document). Sizes:
/// vocab, classes.
class SentimentTask : public Task {
 public:
  void declare(Keys& keys) override;
  void check(const Where& data) const override;
  void meet(const Graph& graph, const Where& data) override;
  void restore(const std::filesystem::path& run) override;
  void load() override;
  std::vector<std::string> data_sizes() const override { return {"vocab", "classes"}; }
  void define_inputs(const Sizes& sizes) override;
  const Inputs& inputs() const override { return *inputs_; }
  bool has(Split split) const override { return part(split).documents.size() > 0; }
  std::size_t tokens(Split split) const override { return part(split).tokens; }
  std::unique_ptr<BatchSource> batches(const BatchRequest& request) const override;
  void save(const std::filesystem::path& run) const override;

  const Vocabulary& labels() const { return labels_; }
  const Vocabulary* vocabulary() const override { return &vocabulary_; }
  const Vocabulary* classes() const override { return &labels_; }
  std::optional<std::size_t> vectors(const Graph& graph) const override;
  /// A batch of unlabelled texts, for prediction. Words that are not known are dropped.
  Batch encode(std::span<const std::string> texts) const;

  Batch example(const std::string& text, const std::string& label) const override;
  std::string id_name(std::size_t input, Id id) const override;

  const LabelledDocuments& part(Split split) const { return parts_[static_cast<std::size_t>(split)]; }
  const DocumentNoise& noise() const { return noise_; }

 private:
  void define_encoder();
  void define_class_weights();
  void check_more_words(const Where& where) const;
  void define_vocabulary(const LabelledText& text);
  void fill(LabelledDocuments& part, const LabelledText& text, const std::string& file,
            std::span<const std::size_t> items) const;

  DataFiles files_;
  std::string tokenizer_name_ = "words";
  Path more_words_;
  std::size_t min_count_ = 1, ngrams_ = 1, buckets_ = 200000;
  Json class_weights_;
  DocumentNoise noise_;
  Tokenizer tokenizer_;
  Vocabulary vocabulary_, labels_;
  DocumentEncoder encoder_;
  bool restored_ = false;
  std::array<LabelledDocuments, 3> parts_;
  std::unique_ptr<Inputs> inputs_;
};

}  // namespace rowgrad
