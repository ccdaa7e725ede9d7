// The language-modelling task: the next character (or word) of each item of a list.
#pragma once

#include <array>

#include "data/ragged.hpp"
#include "data/vocabulary.hpp"
#include "train/candidates.hpp"
#include "train/data_files.hpp"

namespace rowgrad {

/// Items are lines. Each is framed by the boundary symbol: "emma" predicts e m m a · from · e m m a.
/// Inputs: `tokens` and `next` (ids, one row per predicted symbol, grouped by item), `sampled` if asked for. Size:
/// vocab.
class LmTask : public Task {
 public:
  static constexpr Id boundary = 0;  // the boundary symbol's id

  void declare(Keys& keys) override;
  void check(const Where& data) const override;
  void restore(const std::filesystem::path& run) override;
  void load() override;
  std::vector<std::string> data_sizes() const override { return {"vocab"}; }
  void define_inputs(const Sizes& sizes) override;
  const Inputs& inputs() const override { return *inputs_; }
  bool has(Split split) const override { return part(split).size() > 0; }
  std::size_t tokens(Split split) const override { return part(split).total() + part(split).size(); }
  std::unique_ptr<BatchSource> batches(const BatchRequest& request) const override;
  void save(const std::filesystem::path& run) const override;

  const Vocabulary* vocabulary() const override { return &vocabulary_; }
  /// The items of a split as ids, without boundaries.
  const Ragged& part(Split split) const { return parts_[static_cast<std::size_t>(split)]; }
  /// A batch of one item as far as it is written, for generation: predicts what follows each of boundary + prefix.
  Batch encode(std::span<const Id> prefix) const;
  /// The symbols of a text; throws Error for one that is not in the vocabulary.
  std::vector<Id> ids(const std::string& text) const;
  /// Ids back to text.
  std::string text(std::span<const Id> ids) const;

 private:
  std::vector<std::string> symbols(std::string_view line) const;
  DataFiles files_;
  Candidates candidates_;
  std::string unit_ = "character";
  Vocabulary vocabulary_;
  bool restored_ = false;
  std::array<Ragged, 3> parts_;
  std::unique_ptr<Inputs> inputs_;
};

}  // namespace rowgrad
