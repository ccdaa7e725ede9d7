// The hogwild worker of the fused word2vec steps: windows straight from the sampler into the tables.
#pragma once

#include <array>

#include "engine/worker.hpp"
#include "models/word2vec/dataset.hpp"
#include "models/word2vec/kernels/window.hpp"

namespace rowgrad {

/// Which parameters play which part, and in which place the graph lists its losses.
struct Word2vecRoles {
  enum class Kind {
    pairs,     // skip-gram pair by pair: the centre is the input; the word and its negatives are the targets
    windows,   // skip-gram by window: the context rows are the inputs; the centre and the negatives are the targets
    bag_sum,   // CBOW: the sum of the context rows is the one input
    bag_mean,  // CBOW: their mean is
  };
  Kind kind;
  std::size_t input_table, target_table;     // parameter indices
  std::size_t positive_loss, negative_loss;  // loss indices
};

/// The distinct rows that a window meets, each with how often it meets it.
class MetRows {
 public:
  explicit MetRows(std::size_t most) : rows_(most), counts_(most) {}
  void clear() { size_ = seen_ = 0; }
  void add(float* row) {
    const std::uint64_t bit = bit_of(row);
    if ((seen_ & bit) != 0 && count_again(row)) return;
    seen_ |= bit;
    rows_[size_] = row;
    counts_[size_++] = 1.0F;
  }
  /// False: certainly not among them.
  bool may_hold(float* row) const { return (seen_ & bit_of(row)) != 0; }

  std::size_t size() const { return size_; }
  float* const* rows() const { return rows_.data(); }
  float* row(std::size_t i) const { return rows_[i]; }
  float count(std::size_t i) const { return counts_[i]; }

 private:
  // A Bloom filter of one hash: most rows are new, and need no search.
  static std::uint64_t bit_of(float* row) {
    return std::uint64_t{1} << (mix64(reinterpret_cast<std::uintptr_t>(row)) >> 58);
  }
  bool count_again(float* row) {
    for (std::size_t i = 0; i < size_; ++i) {
      if (rows_[i] != row) continue;
      counts_[i] += 1.0F;
      return true;
    }
    return false;
  }

  std::vector<float*> rows_;
  std::vector<float> counts_;
  std::size_t size_ = 0;
  std::uint64_t seen_ = 0;
};

class FusedWindowWorker : public Worker {
 public:
  /// Everything must outlive the worker.
  FusedWindowWorker(const SharedTraining& shared, const BatchRequest& request, const Word2vecDataset& dataset,
                    const Word2vecRoles& roles);

  bool step(double lr, std::size_t step) override;
  double progress() const override { return sampler_.progress(); }
  PassPosition position() const override { return current_->position.numbers(); }
  void seek(const PassPosition& position) override;

 private:
  // A window turned into row pointers: every id once, with a weight where one is repeated.
  struct Prepared {
    explicit Prepared(const WindowSampling& sampling)
        : inputs(2 * sampling.window),
          targets(1 + sampling.negatives),
          weights(score_buffer_size(2 * sampling.window, 1 + sampling.negatives)) {}
    WindowSampler::Position position;
    Window window;
    MetRows inputs, targets;
    std::vector<float> weights;  // (inputs x targets), if something is repeated
    bool weighted = false;
    bool valid = false;
  };

  void prepare(Prepared& p);
  void weigh(Prepared& p) const;
  void train_window(const Prepared& p, float lr);
  void train_bag(const Prepared& p, float lr);
  void run_kernel(const Prepared& p, float* const* inputs, std::size_t n, float lr);
  bool bag() const {
    return roles_.kind == Word2vecRoles::Kind::bag_sum || roles_.kind == Word2vecRoles::Kind::bag_mean;
  }

  const Word2vecRoles roles_;
  Matrix<float>& input_table_;
  Matrix<float>& target_table_;
  const WindowSampling& sampling_;
  WindowSampler sampler_;
  std::array<Prepared, 2> windows_;
  Prepared *current_ = &windows_[0], *next_ = &windows_[1];
  std::vector<float*> fetch_;
  std::vector<float> scores_, copies_;
  std::vector<const float*> starts_;
  std::vector<float> bag_, bag_moved_;
  std::array<float, 32> losses_ = {};  // see WindowStep
};

}  // namespace rowgrad
