// Batches of word windows (or pairs) for ordinary layers.
#pragma once

#include "models/word2vec/sampler.hpp"

namespace rowgrad {

enum Word2vecInput : std::size_t { center_input, context_input, negatives_input, node_input, code_input };
enum Word2vecDomain : std::size_t { outer_domain, inner_domain, negative_domain, node_domain };

class WindowSource : public BatchSource {
 public:
  /// `pairs`: one row per pair (skip-gram pair by pair); otherwise per window. A batch ends with the window that fills
  /// it, counted in pairs.
  WindowSource(const EncodedText& sentences, const WindowSampling& sampling, bool pairs, const BatchRequest& request)
      : sampler_(sentences, sampling, pairs, request), sampling_(sampling), pairs_(pairs), size_(request.batch_size) {}

  bool next(Batch& batch) override;
  double progress() const override { return sampler_.progress(); }
  Json position() const override { return to_json(sampler_.position()); }
  void seek(const Json& position) override { sampler_.seek(window_position(position)); }

 private:
  void add_paths(Batch& batch) const;

  WindowSampler sampler_;
  const WindowSampling& sampling_;
  bool pairs_;
  std::size_t size_;
  Window window_;
};

}  // namespace rowgrad
