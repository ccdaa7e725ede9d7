// WindowSampler: the windows (or pairs) of one shard of a pass, in order. Every random choice is a function of (pass,
// sentence, position), so that ordinary layers and fused steps see the same samples, and an interrupted pass goes on
// with the ones it would have seen.
#pragma once

#include "models/word2vec/task.hpp"

namespace rowgrad {

/// By window: a centre, the words around it and k negatives for all of them. By pair: a centre, one word and k
/// negatives.
struct Window {
  Id center = 0;
  std::vector<Id> context;
  std::vector<Id> negatives;
};

class WindowSampler {
 public:
  struct Position {
    std::size_t sentence, center, neighbour;
  };

  WindowSampler(const EncodedText& sentences, const WindowSampling& sampling, bool pairs, const BatchRequest& request);

  /// Fills `window` and returns true, or returns false at the end of the shard.
  bool next(Window& window);
  /// The fraction of the shard's words that is done.
  double progress() const;
  /// Words of the shard in the sentences that are done.
  std::uint64_t words() const { return sentences_.start(at_.sentence) - sentences_.start(first_); }
  /// Where the next window starts.
  const Position& position() const { return at_; }
  void seek(const Position& position);

 private:
  bool open_sentence();
  void close_sentence();
  void draw_negatives(std::vector<Id>& negatives, Id positive, std::uint64_t unit) const;

  const EncodedText& sentences_;
  const WindowSampling& sampling_;
  bool pairs_;
  Random subsample_, reach_, noise_;        // of the pass
  Random sentence_reach_, sentence_noise_;  // of the open sentence
  std::size_t first_, last_;                // sentences of the shard
  Position at_;
  bool open_ = false;
  std::vector<Id> kept_;  // the open sentence after subsampling
};

inline Json to_json(const WindowSampler::Position& p) { return Json{p.sentence, p.center, p.neighbour}; }
inline WindowSampler::Position window_position(const Json& j) { return {j[0], j[1], j[2]}; }

}  // namespace rowgrad
