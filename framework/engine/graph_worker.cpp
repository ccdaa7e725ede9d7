#include "engine/graph_worker.hpp"

#include "engine/non_finite.hpp"

namespace rowgrad {

GraphWorker::GraphWorker(const SharedTraining& shared, const BatchRequest& request)
    : Worker(shared.parameters.size()),
      shared_(shared),
      random_(shared.context.random.stream("step")),
      source_(shared.context.dataset.batches(request)),
      tape_(make_lean_tape<float>(shared.context.graph)),
      gradients_(make_gradients<float>(shared.context.graph)),
      shard_(request.shard),
      shards_(request.shards) {}

bool GraphWorker::step(double lr, std::size_t step) {
  if (!source_->next(batch_)) return false;
  const Graph& graph = shared_.context.graph;
  Mode mode{true, random_.stream(step)};
  if (shards_ > 1) mode.random = mode.random.stream(shard_);
  for (auto& gradient : gradients_) gradient.clear();
  forward(graph, batch_, shared_.parameters, tape_, mode);
  backward(graph, batch_, shared_.parameters, tape_, gradients_, mode, shared_.options.reduction_kind());
  shared_.optimizer.apply(shared_.parameters, gradients_, lr, step + 1);
  loss.add(graph, tape_);
  for (std::size_t p = 0; p < gradients_.size(); ++p) rows_touched[p] = gradients_[p].rows_touched();
  return true;
}

std::string GraphWorker::where_not_finite() const {
  return first_non_finite_layer(shared_.context.graph, shared_.parameters, tape_);
}

}  // namespace rowgrad
