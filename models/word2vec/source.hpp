// Batches of word windows. Every random choice is a function of (pass, sentence, position), so that a batch can be made
// again anywhere: after an interruption, or by another worker.
#pragma once

#include "models/word2vec/task.hpp"

namespace rowgrad {

enum Word2vecInput : std::size_t { center_input, context_input, negatives_input };
enum Word2vecDomain : std::size_t { outer_domain, inner_domain, negative_domain };

class WindowSource : public BatchSource {
 public:
  /// `pairs`: one row per pair (skip-gram pair by pair); otherwise per window. A batch ends with the window that fills
  /// it.
  WindowSource(const Ragged& sentences, const WindowSampling& sampling, bool pairs, const BatchRequest& request);

  bool next(Batch& batch) override;
  double progress() const override;
  Json position() const override { return Json{sentence_, center_}; }
  void seek(const Json& position) override;

 private:
  bool open_sentence();
  void add_window(Batch& batch);
  void add_negatives(Batch& batch, std::uint64_t unit, Id positive);

  const Ragged& sentences_;
  const WindowSampling& sampling_;
  bool pairs_;
  BatchRequest request_;
  std::size_t first_, last_;  // sentences of the shard
  std::size_t sentence_;
  std::size_t center_ = 0;  // position among the kept words
  std::vector<Id> kept_;    // the sentence after subsampling
  bool open_ = false;
};

}  // namespace rowgrad
