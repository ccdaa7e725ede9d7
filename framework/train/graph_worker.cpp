#include "train/graph_worker.hpp"

namespace rowgrad {

GraphWorker::GraphWorker(Training& training, const BatchRequest& request)
    : training_(training),
      request_(request),
      source_(training.experiment.task().batches(request)),
      tape_(make_tape<float>(training.experiment.graph())),
      gradients_(make_gradients<float>(training.experiment.graph())) {}

bool GraphWorker::step(double lr, std::size_t step) {
  if (!source_->next(batch_)) return false;
  const Graph& graph = training_.experiment.graph();
  Mode mode = training_.mode(step);
  if (request_.shards > 1) mode.random = mode.random.stream(request_.shard);
  for (auto& gradient : gradients_) gradient.clear();
  forward(graph, batch_, training_.parameters, tape_, mode);
  backward(graph, batch_, training_.parameters, tape_, gradients_, mode,
           training_.experiment.engine().options.reduction_kind());
  training_.optimizer.apply(training_.parameters, gradients_, lr, step + 1);
  loss.add(graph, tape_);
  rows_touched = 0;
  for (const auto& gradient : gradients_) rows_touched += gradient.rows_touched();
  return true;
}

}  // namespace rowgrad
