// EarlyStopping: watches the dev split epoch by epoch, keeps the best parameters, and says when to give up waiting.
#pragma once

#include <string>
#include <vector>

#include "graph/parameter.hpp"
#include "io/safetensors.hpp"
#include "train/evaluate.hpp"

namespace rowgrad {

/// Inactive with patience 0: nothing is kept and nothing stops.
class EarlyStopping {
 public:
  /// Stops after `patience` epochs in a row without a better dev `criterion`: "loss" or "accuracy".
  EarlyStopping(std::size_t patience, std::string criterion) : patience_(patience), criterion_(std::move(criterion)) {}

  bool active() const { return patience_ > 0; }
  /// Takes note of the dev split after `epoch` epochs. At equal accuracy the lower loss is better.
  void observe(std::size_t epoch, const Metrics& dev, const Parameters<float>& parameters);
  bool exhausted() const { return active() && waited_ >= patience_; }
  /// Puts the best parameters back; does nothing if none were kept.
  void restore(Parameters<float>& parameters) const;
  /// The epochs after which the dev split was at its best; 0: not yet.
  std::size_t best_epoch() const { return best_epoch_; }

  /// For the checkpoint: the state, and the tensors it needs under "best/NAME".
  Json state() const;
  void append(std::vector<NamedMatrix>& tensors, const Parameters<float>& parameters) const;
  void load(const Json& state, const Safetensors& file, const Parameters<float>& parameters);

 private:
  bool is_better(const Metrics& dev) const;
  std::size_t patience_;
  std::string criterion_;
  std::size_t waited_ = 0, best_epoch_ = 0;
  double best_loss_ = 0.0, best_accuracy_ = 0.0;
  std::vector<Matrix<float>> best_;  // by parameter
};

}  // namespace rowgrad
