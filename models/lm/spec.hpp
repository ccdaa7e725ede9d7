// LmSpec: lines of text become an LmDataset.
#pragma once

#include "core/input_text.hpp"
#include "data/data_files.hpp"
#include "data/data_spec.hpp"
#include "data/vocabulary_choice.hpp"
#include "models/lm/dataset.hpp"

namespace rowgrad {

class LmSpec : public DataSpec {
 public:
  void declare(Keys& keys) override;
  void check(const Where& data) const override;
  std::unique_ptr<const Dataset> without_examples(Vocabularies known) const override;
  std::vector<std::string> data_sizes() const override { return {"vocab"}; }
  Inputs inputs(const Sizes& sizes) const override;

 private:
  using Lines = std::vector<std::string_view>;
  // By split, the items as they stand in the files, which are kept.
  struct Items {
    std::array<std::unique_ptr<const InputText>, 3> files;
    std::array<Lines, 3> lines;
  };
  Items read_items(const Where& data) const;
  Vocabulary vocabulary_of(const Lines& lines, const Vocabulary& known) const;
  std::unique_ptr<const Dataset> read(const Where& data, const KnownNames& known) const override;
  std::unique_ptr<const Dataset> encode(const Items& items, Vocabularies vocabularies,
                                        std::vector<std::string> notes) const;
  struct Counted {
    std::size_t symbols = 0, cut = 0;  // symbols read, items cut
  };
  Counted encode(const Lines& lines, const Vocabulary& tokens, Ragged& part, Dropped& dropped) const;

  DataFiles files_;
  LmOptions options_;
  VocabularyKeys vocabulary_;
};

}  // namespace rowgrad
