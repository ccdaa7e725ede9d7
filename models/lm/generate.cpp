#include "models/lm/generate.hpp"

#include "graph/execute.hpp"
#include "kernels/rows.hpp"

namespace rowgrad {
namespace {

// The symbol at which the cumulative distribution passes `u`, uniform in [0, 1).
Id pick(const float* probabilities, std::size_t n, double u) {
  double sum = 0.0;
  for (std::size_t i = 0; i < n; ++i) {
    sum += static_cast<double>(probabilities[i]);
    if (u < sum) return static_cast<Id>(i);
  }
  return static_cast<Id>(n - 1);
}

}  // namespace

std::vector<Id> generate(const Graph& graph, Parameters<float>& parameters, const LmTask& task, const Random& random,
                         std::size_t max_length) {
  const auto classifier = graph.classifier();
  if (!classifier) throw input_error("the model", "has no SoftmaxCE, so it predicts no symbol");
  const std::size_t logits = graph.nodes()[*classifier].inputs[0];
  const auto plan = graph.upstream(logits);
  auto tape = make_tape<float>(graph);
  std::vector<float> probabilities;
  std::vector<Id> item;
  while (item.size() < max_length) {
    forward(graph, plan, task.encode(item), parameters, tape, Mode{});
    const Matrix<float>& out = tape.nodes[logits].output;
    probabilities.resize(columns(out));
    row_kernels<float>().softmax(row(out, rows(out) - 1), probabilities.data(), columns(out));
    const Id next = pick(probabilities.data(), columns(out), random.uniform(item.size()));
    if (next == LmTask::boundary) break;
    item.push_back(next);
  }
  return item;
}

}  // namespace rowgrad
