// Word2vecDataset: word windows over plain text, with negatives drawn from a noise distribution.
#pragma once

#include <array>
#include <mutex>

#include "data/dataset.hpp"
#include "data/encoded_text.hpp"
#include "data/tokenizer.hpp"
#include "models/word2vec/source.hpp"

namespace rowgrad {

class Word2vecDataset : public Dataset {
 public:
  /// A dataset in memory: `parts` are train, dev and test as ids. REQUIRES: some token with a positive count.
  Word2vecDataset(const Word2vecOptions& options, Vocabularies vocabularies, std::array<EncodedText, 3> parts,
                  ReadingReport report = {});

  bool has(Split split) const override { return part(split).total() > 0; }
  std::size_t token_count(Split split) const override { return part(split).tokens(); }
  std::unique_ptr<BatchSource> batches(const BatchRequest& request) const override;
  /// The windows of one sentence, nothing thinned out, each as wide as can be.
  Batch example(const std::string& text, const std::string& label) const override;
  IdsInput words() const override { return in_.input_side(); }

  const Word2vecInputs& handles() const { return in_; }
  const EncodedText& part(Split split) const { return parts_[static_cast<std::size_t>(split)]; }
  const WindowSampling& sampling() const { return sampling_; }

 private:
  Word2vecDataset(Word2vecInputs&& in, const Word2vecOptions& options, Vocabularies&& vocabularies,
                  std::array<EncodedText, 3>&& parts, ReadingReport&& report);
  // Null if the request wants no paths.
  const HuffmanTree* tree(const BatchRequest& request) const;

  Word2vecInputs in_;
  Tokenizer tokenizer_;
  WindowSampling sampling_;
  std::array<EncodedText, 3> parts_;
  // Built when first wanted: few models want paths, and over a large vocabulary they are larger than the text's ids.
  mutable std::once_flag tree_built_;
  mutable HuffmanTree tree_;
};

}  // namespace rowgrad
