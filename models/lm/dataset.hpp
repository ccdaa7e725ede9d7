// LmDataset: items whose next character (or word) is to be predicted.
#pragma once

#include <array>

#include "data/dataset.hpp"
#include "models/lm/source.hpp"
#include "models/lm/symbols.hpp"

namespace rowgrad {

/// Items are lines. Each is framed by the boundary symbol: "emma" predicts e m m a · from · e m m a.
class LmDataset : public Dataset {
 public:
  static constexpr Id boundary = lm::boundary;
  static constexpr const char* boundary_name = "</s>";  // in the vocabulary

  /// A dataset in memory: `parts` are train, dev and test, the items of each as ids, without boundaries. The first
  /// token is the boundary; `dropped` is what the parts lack.
  LmDataset(const LmOptions& options, Vocabularies vocabularies, std::array<Ragged, 3> parts, ReadingReport report = {},
            std::array<Dropped, 3> dropped = {});

  bool has(Split split) const override { return part(split).size() > 0; }
  std::size_t token_count(Split split) const override { return part(split).total() + part(split).size(); }
  Dropped dropped(Split split) const override { return dropped_[static_cast<std::size_t>(split)]; }
  std::unique_ptr<BatchSource> batches(const BatchRequest& request) const override;
  Batch example(const std::string& text, const std::string& label) const override;
  IdsInput words() const override { return in_.tokens; }

  const LmInputs& handles() const { return in_; }
  /// The items of a split as ids, without boundaries.
  const Ragged& part(Split split) const { return parts_[static_cast<std::size_t>(split)]; }
  /// A batch that predicts what follows boundary + prefix, in its last row. Without a context, the rows before it
  /// predict what follows each shorter prefix.
  Batch encode(std::span<const Id> prefix) const;
  /// The symbols of a text; throws an input Error for one that is not in the vocabulary or not UTF-8.
  std::vector<Id> ids(const std::string& text) const;
  /// Ids back to text.
  std::string text(std::span<const Id> ids) const;

 private:
  LmDataset(LmInputs&& in, const LmOptions& options, Vocabularies&& vocabularies, std::array<Ragged, 3>&& parts,
            ReadingReport&& report, std::array<Dropped, 3>&& dropped);

  LmInputs in_;
  Symbols symbols_;
  std::size_t context_, block_, longest_;
  std::array<Ragged, 3> parts_;
  std::array<Dropped, 3> dropped_;
  std::array<lm::Windows, 3> windows_;  // of the parts, if there is a context
  std::array<lm::Pieces, 3> pieces_;    // of the parts, if there is none
};

}  // namespace rowgrad
