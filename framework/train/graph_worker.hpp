// GraphWorker: a hogwild worker for any graph: ordinary layers, its own tape and gradients, shared parameters.
#pragma once

#include "train/training.hpp"
#include "train/worker.hpp"

namespace rowgrad {

class GraphWorker : public Worker {
 public:
  GraphWorker(Training& training, const BatchRequest& request);

  bool step(double lr, std::size_t step) override;
  double progress() const override { return source_->progress(); }
  Json position() const override { return source_->position(); }
  void seek(const Json& position) override { source_->seek(position); }

 private:
  Training& training_;
  BatchRequest request_;
  std::unique_ptr<BatchSource> source_;
  Tape<float> tape_;
  Gradients<float> gradients_;
  Batch batch_;
};

}  // namespace rowgrad
