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
  Items read_items(const Where& data, const Communicator& ranks) const;
  /// Tells `report` what is left out.
  Vocabulary vocabulary_of(const Lines& lines, const Vocabulary& known, ReadingReport& report) const;
  std::unique_ptr<const Dataset> read(const Where& data, const KnownNames& known, Communicator& ranks) const override;
  std::unique_ptr<const Dataset> encode(const Items& items, Vocabularies vocabularies, ReadingReport report) const;
  struct Counted {
    std::size_t lines = 0, cut = 0;        // items, and those cut to data.max_length
    std::size_t symbols = 0, unknown = 0;  // those read, and those of them that are not in the vocabulary
    Counted& operator+=(const Counted& other);
  };
  Counted encode(const Lines& lines, const Vocabulary& tokens, Ragged& part, Dropped& dropped) const;

  DataFiles files_;
  LmOptions options_;
  VocabularyKeys vocabulary_;
};

}  // namespace rowgrad
