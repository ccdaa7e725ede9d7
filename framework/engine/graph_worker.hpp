// GraphWorker: the hogwild worker for any graph: ordinary layers, its own tape and gradients, shared parameters.
#pragma once

#include "engine/worker.hpp"

namespace rowgrad {

class GraphWorker : public Worker {
 public:
  GraphWorker(const SharedTraining& shared, const BatchRequest& request);

  bool step(double lr, std::size_t step) override;
  double progress() const override { return source_->progress(); }
  PassPosition position() const override { return source_->position(); }
  void seek(const PassPosition& position) override { source_->seek(position); }
  std::string where_not_finite() const override;

 private:
  const SharedTraining& shared_;
  Random random_;  // of the shard's steps
  std::unique_ptr<BatchSource> source_;
  Tape<float> tape_;
  Gradients<float> gradients_;
  Batch batch_;
  std::size_t shard_, shards_;
};

}  // namespace rowgrad
