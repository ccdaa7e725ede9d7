// The hogwild worker of the fused word2vec steps: windows straight from the sampler into the tables.
#pragma once

#include "kernels/window.hpp"
#include "models/word2vec/sampler.hpp"
#include "train/training.hpp"
#include "train/worker.hpp"

namespace rowgrad {

/// Which parameters play which part, and in which place the graph lists its losses.
struct Word2vecRoles {
  enum Kind {
    pairs,     // skip-gram pair by pair: the centre is the input; the word and its negatives are the targets
    windows,   // skip-gram by window: the context rows are the inputs; the centre and the negatives are the targets
    bag_sum,   // CBOW: the sum of the context rows is the one input
    bag_mean,  // CBOW: their mean is
  };
  Kind kind;
  std::size_t input_table, target_table;  // parameter indices
  std::size_t attract, repel;             // loss indices
};

class FusedWindowWorker : public Worker {
 public:
  FusedWindowWorker(Training& training, const BatchRequest& request, const Word2vecRoles& roles);

  bool step(double lr, std::size_t step) override;
  double progress() const override { return sampler_.progress(); }
  Json position() const override { return to_json(current_.position); }
  void seek(const Json& position) override;

 private:
  // A window turned into row pointers: every id once, with a weight where one is repeated.
  struct Prepared {
    WindowSampler::Position position;
    Window window;
    std::vector<float*> inputs, targets;
    std::vector<float> input_counts, target_counts;
    std::vector<float> weights;  // (targets x inputs); empty if nothing is repeated
    bool valid = false;
  };

  void prepare(Prepared& p);
  void train_window(Prepared& p, float lr);
  void train_bag(Prepared& p, float lr);
  void run_kernel(Prepared& p, float* const* inputs, std::size_t n, float lr);

  const Word2vecRoles roles_;
  Matrix<float>& input_table_;
  Matrix<float>& target_table_;
  WindowSampler sampler_;
  Prepared current_, next_;
  std::vector<float*> fetch_;
  std::vector<float> scratch_;
  std::vector<float> bag_, bag_moved_;
  double attract_ = 0.0, repel_ = 0.0;
};

}  // namespace rowgrad
