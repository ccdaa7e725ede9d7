// Candidates: classes drawn at random with each batch, for a loss that samples (SampledSoftmaxCE).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "config/keys.hpp"
#include "data/alias.hpp"
#include "data/batch_builder.hpp"
#include "data/batch_source.hpp"

namespace rowgrad {

/// The keys of a data section that ask for candidates.
struct CandidateOptions {
  static constexpr double most = 1e6;  // each is a row of every batch

  std::size_t count = 0;  // with each batch; 0: no such input
  std::string by = "log_uniform";

  void declare(Keys& keys);
};

/// A distribution over ids. Immutable.
class Candidates {
 public:
  /// None.
  Candidates() = default;
  /// `counts` are by id, the most frequent first.
  Candidates(const CandidateOptions& options, std::span<const std::uint64_t> counts);
  /// Of ids below `size` whose counts nobody knows yet: to declare the input, not to draw.
  Candidates(const CandidateOptions& options, std::size_t size);

  /// Adds the input `sampled`, if any candidates are asked for.
  std::optional<IdsInput> declare_input(Inputs& inputs) const;
  /// Appends the ids drawn, with replacement, for the batch that begins at `start`; none in evaluation.
  void draw(BatchBuilder& build, std::optional<IdsInput> sampled, const BatchRequest& request,
            const PassPosition& start) const;

 private:
  std::size_t count_ = 0;
  AliasTable table_;
  std::vector<float> log_probability_;  // by id
};

}  // namespace rowgrad
