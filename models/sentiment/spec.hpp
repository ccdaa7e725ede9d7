// SentimentSpec: labelled lines become a SentimentDataset.
#pragma once

#include "data/data_files.hpp"
#include "data/data_spec.hpp"
#include "data/labelled_text.hpp"
#include "data/vocabulary_choice.hpp"
#include "models/sentiment/dataset.hpp"

namespace rowgrad {

class SentimentSpec : public DataSpec {
 public:
  void declare(Keys& keys) override;
  void check(const Where& data) const override;
  void check_use(const InputUse& use, const Where& data) const override;
  std::unique_ptr<const Dataset> without_examples(Vocabularies known) const override;
  std::vector<std::string> data_sizes() const override { return {"vocab", "classes"}; }
  Inputs inputs(const Sizes& sizes) const override;

 private:
  void check_class_weights(const Where& where) const;
  std::unique_ptr<const Dataset> read(const Where& data, const KnownNames& known, Communicator& ranks) const override;
  void check_files(const Where& data, const KnownNames& known, const Communicator& ranks) const;
  Vocabularies vocabularies_of(const LabelledText& text, const Vocabularies& known, ReadingReport& report) const;
  void describe(ReadingReport& report, const LabelledText& text, Split file, const Vocabulary& words) const;
  void add_documents(LabelledDocuments& part, const LabelledText& text, const Ragged& ids, const Vocabulary& labels,
                     Split file, Split split) const;

  DataFiles files_;
  LabelledOptions format_;
  SentimentOptions options_;
  VocabularyKeys vocabulary_;
  Path extra_vocabulary_;
  bool many_classes_ = false;
};

}  // namespace rowgrad
