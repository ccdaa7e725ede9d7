// Candidates: classes drawn at random with each batch, for a loss that samples (SampledSoftmaxCE). A task owns one,
// and gets from it the keys "sampled" and "sampled_by" and the input `sampled`.
#pragma once

#include "config/keys.hpp"
#include "data/alias.hpp"
#include "train/task.hpp"

namespace rowgrad {

class Candidates {
 public:
  void declare(Keys& keys);
  /// Adds the input `sampled`, ids below `size`, if any are asked for; call after the task's own inputs.
  void define(Inputs& inputs, std::size_t size);
  /// Works out the distribution; `counts` are by id, the most frequent first. REQUIRES: define() for as many.
  void prepare(const std::vector<std::uint64_t>& counts);
  /// The source with this input added to its batches: ids drawn with replacement, none in evaluation.
  std::unique_ptr<BatchSource> add_to(std::unique_ptr<BatchSource> source, const BatchRequest& request) const;

 private:
  class Source;
  void draw(Batch& batch, bool training, const Random& random) const;

  std::size_t count_ = 0;
  std::string by_ = "log_uniform";
  AliasTable table_;
  std::vector<float> log_probability_;
  std::size_t input_ = 0, domain_ = 0;
};

}  // namespace rowgrad
