// The word2vec task: word windows over plain text, with negatives drawn from a noise distribution.
#pragma once

#include <array>

#include "data/alias.hpp"
#include "data/encoded_text.hpp"
#include "data/huffman.hpp"
#include "data/tokenizer.hpp"
#include "data/vocabulary.hpp"
#include "train/candidates.hpp"
#include "train/data_files.hpp"

namespace rowgrad {

/// What the sampling of windows depends on; shared by every source and by the fused steps.
struct WindowSampling {
  std::size_t window = 5;
  std::size_t negatives = 5;
  double noise_exponent = 0.75;
  double subsample = 1e-3;
  bool dynamic_window = true;

  // What the graph reads, so that nothing else is drawn.
  bool draws_negatives = true;
  bool follows_paths = false;

  AliasTable noise;          // over the vocabulary, ∝ count^noise_exponent
  std::vector<double> keep;  // probability that an occurrence survives subsampling, by id
  HuffmanTree tree;          // over the vocabulary, if paths are followed

  void prepare(const Vocabulary& vocabulary);
};

/// Inputs by `sampling`:
///   pair    center, context (one row per pair), negatives (k per pair)
///   window  context (rows grouped by window), center (one per window), negatives (k per window)
/// and, for hierarchical softmax, the path to the predicted word (the context of a pair, the centre of a window):
///   node    its inner nodes (ragged, grouped by pair or window), code the branch taken at each
class Word2vecTask : public Task {
 public:
  void declare(Keys& keys) override;
  void check(const Where& data) const override;
  void meet(const Graph& graph, const Where& data) override;
  void restore(const std::filesystem::path& run) override;
  void load() override;
  std::vector<std::string> data_sizes() const override { return {"vocab"}; }
  void define_inputs(const Sizes& sizes) override;
  const Inputs& inputs() const override { return *inputs_; }
  bool has(Split split) const override { return part(split).total() > 0; }
  std::size_t tokens(Split split) const override { return part(split).tokens(); }
  std::unique_ptr<BatchSource> batches(const BatchRequest& request) const override;
  void save(const std::filesystem::path& run) const override;
  /// The windows of one sentence, nothing thinned out, each as wide as can be.
  Batch example(const std::string& text, const std::string& label) const override;
  void finish(const std::filesystem::path& run, const Graph& graph, const Parameters<float>& parameters,
              const std::string& format) const override;
  bool writes_vectors() const override { return true; }
  bool train_loss_as_trained() const override { return true; }
  std::optional<std::size_t> vectors(const Graph& graph) const override;
  const Vocabulary* vocabulary() const override { return &vocabulary_; }

  const EncodedText& part(Split split) const { return parts_[static_cast<std::size_t>(split)]; }
  const WindowSampling& sampling() const { return sampling_; }
  bool pairs() const { return mode_ == "pair"; }

 private:
  void prepare();  // once the vocabulary is known
  DataFiles files_;
  Candidates candidates_;
  std::string tokenizer_name_ = "whitespace";
  std::string mode_ = "pair";
  std::size_t min_count_ = 5;
  WindowSampling sampling_;
  Vocabulary vocabulary_;
  bool restored_ = false;
  std::array<EncodedText, 3> parts_;
  std::unique_ptr<Inputs> inputs_;
};

}  // namespace rowgrad
