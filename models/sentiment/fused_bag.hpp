// The fused step of a bag of embeddings: forward, backward and update of one document in one go.
//
//   h = f Σ c_i E[i]    s = W h + b    p = softmax(s)    g = weight (p − q)
//   dh = Wᵀ g           W −= lr g hᵀ   b −= lr g         E[i] −= lr f c_i dh
//
// where i runs over the distinct ids of the document, c_i counts them and f is 1 (Sum) or 1 / Σ c_i (Mean): each row is
// fetched once for the sum and once, from the cache, for the update. With RowAdagrad each row's rate is its own.
#pragma once

#include "graph/row_slots.hpp"
#include "models/sentiment/bag_model.hpp"
#include "models/sentiment/task.hpp"
#include "train/training.hpp"
#include "train/worker.hpp"

namespace rowgrad {

class BagWorker : public Worker {
 public:
  BagWorker(Training& training, const BatchRequest& request, const BagModel& model, bool row_adagrad);

  /// Trains on the next documents of the shard, a few thousand words together, one update each.
  bool step(double lr, std::size_t step) override;
  double progress() const override {
    return last_ == first_ ? 1.0 : static_cast<double>(at_ - first_) / static_cast<double>(last_ - first_);
  }
  Json position() const override { return at_; }
  void seek(const Json& position) override { at_ = position; }

 private:
  void collect(std::size_t document);
  double forward(Id label);
  void backward(const UpdateStep<float>& update);
  void update_row(std::size_t parameter, std::size_t row_index, float scale, const float* x,
                  const UpdateStep<float>& update);

  Training& training_;
  const SentimentTask& task_;
  const LabelledDocuments& part_;
  BagModel model_;
  bool row_adagrad_;
  Random random_;
  std::vector<std::size_t> order_;
  std::size_t first_ = 0, last_ = 0, at_ = 0;  // in the pass's order

  RowSlots slots_;                        // distinct ids of the document
  std::vector<float> share_;              // by slot: f c_i
  std::vector<float> factor_;             // by slot: what dh is multiplied by
  std::vector<float> h_, dh_, gradient_;  // d
  std::vector<float> logits_, g_;         // classes
};

}  // namespace rowgrad
