// WindowSampler: the windows (or pairs) of one shard of a pass, in order. Every random choice is a function of (pass,
// sentence, position), so that ordinary layers and fused steps see the same samples, and an interrupted pass goes on
// with the ones it would have seen.
#pragma once

#include "data/batch_source.hpp"
#include "data/encoded_text.hpp"
#include "models/word2vec/sampling.hpp"

namespace rowgrad {

/// By window: a centre, the words around it and k negatives for all of them. By pair: a centre, one word and k
/// negatives.
struct Window {
  Id center = 0;
  std::vector<Id> context;
  std::vector<Id> negatives;  // empty if nobody wants them
};

class WindowSampler {
 public:
  struct Position {
    std::size_t sentence, center, neighbour;
    PassPosition numbers() const { return {sentence, center, neighbour}; }
  };

  /// Text and sampling must outlive the sampler.
  WindowSampler(const EncodedText& sentences, const WindowSampling& sampling, bool draws_negatives,
                const BatchRequest& request);

  /// Fills `window` and returns true, or returns false at the end of the shard.
  bool next(Window& window);
  /// The fraction of the shard's words that is done.
  double progress() const;
  /// Where the next window starts.
  const Position& position() const { return at_; }
  /// Throws an input Error if the position is none of this shard's.
  void seek(const PassPosition& position);

 private:
  bool can_stand_at(const PassPosition& position) const;
  bool open_sentence();
  void close_sentence();
  void take_pair(Window& window, std::size_t first) const;
  void take_window(Window& window, std::size_t first, std::size_t neighbours) const;
  void draw_negatives(std::vector<Id>& negatives, Id positive, std::uint64_t unit) const;

  const EncodedText& sentences_;
  const WindowSampling& sampling_;
  bool draws_negatives_;
  Random subsample_, reach_, noise_;        // of the pass
  Random sentence_reach_, sentence_noise_;  // of the open sentence
  std::size_t first_, last_;                // sentences of the shard
  Position at_;
  bool open_ = false;
  std::vector<Id> kept_;  // the open sentence after subsampling
};

}  // namespace rowgrad
