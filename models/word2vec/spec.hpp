// Word2vecSpec: plain text becomes a Word2vecDataset.
#pragma once

#include "data/data_files.hpp"
#include "data/data_spec.hpp"
#include "data/vocabulary_choice.hpp"
#include "models/word2vec/dataset.hpp"

namespace rowgrad {

class Word2vecSpec : public DataSpec {
 public:
  void declare(Keys& keys) override;
  void check(const Where& data) const override;
  std::unique_ptr<const Dataset> without_examples(Vocabularies known) const override;
  std::vector<std::string> data_sizes() const override { return {"vocab"}; }
  Inputs inputs(const Sizes& sizes) const override;
  bool makes_word_vectors() const override { return true; }

 private:
  std::unique_ptr<const Dataset> read(const Where& data, const KnownNames& known, Communicator& ranks) const override;
  void check_vocabulary(const Vocabulary& words) const;

  DataFiles files_;
  Word2vecOptions options_;
  VocabularyKeys vocabulary_{.min_count = 5, .file = {}};
};

}  // namespace rowgrad
