// The language-modelling task: the next character (or word) of each item of a list.
#pragma once

#include <array>

#include "data/vocabulary.hpp"
#include "models/lm/source.hpp"
#include "models/lm/symbols.hpp"
#include "train/candidates.hpp"
#include "train/data_files.hpp"

namespace rowgrad {

/// Items are lines. Each is framed by the boundary symbol: "emma" predicts e m m a · from · e m m a.
///
/// Inputs: `tokens` and `next`, as ids. By default both have one row per predicted symbol, grouped by item. With
/// `context` n, `next` has one row per position and `tokens` the n symbols before it, padded with the boundary.
/// `sampled` if asked for.
class LmTask : public Task {
 public:
  static constexpr Id boundary = lm::boundary;

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
  Batch example(const std::string& text, const std::string& label) const override;

  const Vocabulary* vocabulary() const override { return &vocabulary_; }
  /// The items of a split as ids, without boundaries.
  const Ragged& part(Split split) const { return parts_[static_cast<std::size_t>(split)]; }
  /// A batch that predicts what follows boundary + prefix, in its last row. Without `context`, the rows before it
  /// predict what follows each shorter prefix.
  Batch encode(std::span<const Id> prefix) const;
  /// The symbols of a text; throws Error for one that is not in the vocabulary.
  std::vector<Id> ids(const std::string& text) const;
  /// Ids back to text.
  std::string text(std::span<const Id> ids) const;

 private:
  void build_vocabulary(const std::vector<std::string>& lines);
  Ragged encode_all(const std::vector<std::string>& lines) const;
  std::optional<Id> find(const std::string& symbol) const;

  DataFiles files_;
  Symbols symbols_;
  Candidates candidates_;
  std::size_t min_count_ = 1;
  std::string unknown_;
  std::size_t context_ = 0;
  std::size_t block_ = 0;
  Vocabulary vocabulary_;
  bool restored_ = false;
  std::array<Ragged, 3> parts_;
  std::array<lm::Windows, 3> windows_;  // of the parts, if there is a context
  std::unique_ptr<Inputs> inputs_;
};

}  // namespace rowgrad
