#include "models/sentiment/classifier.hpp"

#include "kernels/rows.hpp"

namespace rowgrad {

Classifier::Classifier(const Graph& graph, Parameters<float>& parameters, const SentimentTask& task)
    : graph_(graph), parameters_(parameters), task_(task), tape_(make_tape<float>(graph)) {
  const auto loss = graph.classifier();
  if (!loss) throw input_error("the model", "has no SoftmaxCE, so it predicts no label");
  logits_ = graph.nodes()[*loss].inputs[0];
  plan_ = graph.upstream(logits_);
}

const Matrix<float>& Classifier::probabilities(const std::vector<std::string>& texts) {
  forward(graph_, plan_, task_.encode(texts), parameters_, tape_, Mode{});
  const Matrix<float>& logits = tape_.nodes[logits_].output;
  resize(probabilities_, rows(logits), columns(logits));
  for (std::size_t i = 0; i < rows(logits); ++i)
    row_kernels<float>().softmax(row(logits, i), row(probabilities_, i), columns(logits));
  return probabilities_;
}

}  // namespace rowgrad
