// LmSpec: lines of text become an LmDataset.
#pragma once

#include "data/data_files.hpp"
#include "data/data_spec.hpp"
#include "models/lm/dataset.hpp"

namespace rowgrad {

class LmSpec : public DataSpec {
 public:
  void declare(Keys& keys) override;
  void check(const Where& data) const override;
  std::unique_ptr<const Dataset> load(const Where& data) const override;
  std::unique_ptr<const Dataset> load(const Where& data, Vocabularies known) const override;
  std::unique_ptr<const Dataset> without_examples(Vocabularies known) const override;
  std::vector<std::string> data_sizes() const override { return {"vocab"}; }
  Inputs inputs(const Sizes& sizes) const override;

 private:
  using Lines = std::vector<std::string>;
  std::array<Lines, 3> read_items(const Where& data) const;
  Vocabularies vocabularies_of(const Lines& lines) const;
  std::unique_ptr<const Dataset> encode(const std::array<Lines, 3>& items, Vocabularies vocabularies) const;

  DataFiles files_;
  LmOptions options_;
  std::size_t min_count_ = 1;
};

}  // namespace rowgrad
