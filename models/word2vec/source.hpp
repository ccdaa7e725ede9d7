// WindowSource: batches of word windows (or pairs) for ordinary layers.
#pragma once

#include "data/batch_builder.hpp"
#include "data/huffman.hpp"
#include "models/word2vec/inputs.hpp"
#include "models/word2vec/sampler.hpp"

namespace rowgrad {

class WindowSource : public BatchSource {
 public:
  /// One row per pair or per window, as `sampling` has it. A batch ends with the window that fills it, counted in
  /// pairs. `tree` is over the vocabulary; null if nobody wants paths. Everything must outlive the source.
  WindowSource(const Word2vecInputs& in, const EncodedText& sentences, const WindowSampling& sampling,
               const HuffmanTree* tree, const BatchRequest& request);

  bool next(Batch& batch) override;
  double progress() const override { return sampler_.progress(); }
  PassPosition position() const override { return sampler_.position().numbers(); }
  void seek(const PassPosition& position) override { sampler_.seek(position); }

 private:
  void add_paths(BatchBuilder& build) const;

  const Word2vecInputs& in_;
  const HuffmanTree* tree_;
  BatchRequest request_;
  WindowSampler sampler_;
  Window window_;
};

}  // namespace rowgrad
