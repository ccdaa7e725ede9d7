// BagWorker: the hogwild worker of a bag of embeddings, forward, backward and update of one document in one go.
//
//   h = f Σ c_i E[i]    s = W h + b    p = softmax(s)    g = weight (p − q)
//   dh = Wᵀ g           W −= lr g hᵀ   b −= lr g         E[i] −= lr f c_i dh
//
// where i runs over the distinct ids of the document, c_i counts them and f is 1 (Sum) or 1 / Σ c_i (Mean): each row is
// fetched once for the sum and once, from the cache, for the update. With RowAdagrad each row's rate is its own.
#pragma once

#include "core/row_slots.hpp"
#include "engine/worker.hpp"
#include "models/sentiment/bag_model.hpp"
#include "models/sentiment/dataset.hpp"

namespace rowgrad {

class BagWorker : public Worker {
 public:
  /// Everything must outlive the worker. With `row_adagrad` the rule is RowAdagrad, otherwise plain SGD.
  BagWorker(const SharedTraining& shared, const BatchRequest& request, const SentimentDataset& dataset,
            const BagModel& model, bool row_adagrad);

  /// Trains on the next documents of the shard, a few thousand words together, each a batch with an update of its own.
  bool step(double lr, std::size_t step) override;
  double progress() const override { return cursor_.progress(); }
  PassPosition position() const override { return cursor_.position(); }
  void seek(const PassPosition& position) override { cursor_.seek(position); }

 private:
  // A parameter and, with RowAdagrad, its accumulators (rows x 1).
  struct Trained {
    Matrix<float>* value = nullptr;
    float* squares = nullptr;
  };

  Trained trained(const SharedTraining& shared, std::size_t parameter) const;
  void collect(std::size_t document);
  double forward(Id label);
  void backward(const UpdateStep<float>& update);
  void update_row(const Trained& parameter, std::size_t row_index, const float* gradient,
                  const UpdateStep<float>& update) const;
  void update_table(const UpdateStep<float>& update);

  const UpdateRule& rule_;
  const LabelledDocuments& part_;
  const DocumentChanges& changes_;
  const BagModel model_;
  const bool row_adagrad_;
  const Random random_;
  PassCursor cursor_;
  Trained table_, weight_, bias_;  // no bias: null

  RowSlots slots_;                        // distinct ids of the document
  std::vector<std::size_t> counts_;       // by slot: c_i; a float would stop counting at 2^24
  std::vector<float> share_;              // by slot: f c_i
  std::vector<float> factor_;             // by slot: what dh is multiplied by
  std::vector<float> h_, dh_, gradient_;  // d
  std::vector<float> logits_, g_;         // classes
};

}  // namespace rowgrad
