#include "models/sentiment/classifier.hpp"

#include "core/error.hpp"
#include "core/finite.hpp"
#include "core/parallel.hpp"
#include "kernels/rows.hpp"

namespace rowgrad {

Classifier::Classifier(const Graph& graph, Parameters<float>& parameters, const SentimentDataset& dataset)
    : graph_(graph),
      parameters_(parameters),
      dataset_(dataset),
      token_(dataset.inputs().space_of(dataset.handles().tokens)) {
  const auto scores = ClassScores::find(graph, /*named=*/true);
  if (!scores) {
    throw input_error(
        "the model",
        "has neither SoftmaxCE nor SigmoidCE of one logit and the label, nor a loss of a Softmax and the label",
        "so it predicts no label; train one that has");
  }
  scores_ = *scores;
  plan_ = graph.upstream(scores_.logits);
}

const Matrix<float>& Classifier::probabilities(std::span<const std::string> texts) {
  constexpr std::size_t block = 16;
  tapes_.reserve(static_cast<std::size_t>(threads()));  // so that giving one back cannot fail
  known_.resize(texts.size());
  cut_ = 0;
  resize(probabilities_, texts.size(), scores_.classes);
  parallel_for(texts.size(), block,
               [&](std::size_t first, std::size_t last) { classify(texts.subspan(first, last - first), first); });
  return probabilities_;
}

class Classifier::Borrowed {
 public:
  explicit Borrowed(Classifier& owner) : owner_(owner) {
    const std::lock_guard lock(owner.mutex_);
    if (owner.tapes_.empty()) {
      tape_ = make_lean_tape<float>(owner.graph_);
    } else {
      tape_ = std::move(owner.tapes_.back());
      owner.tapes_.pop_back();
    }
  }
  ~Borrowed() {
    const std::lock_guard lock(owner_.mutex_);
    owner_.tapes_.push_back(std::move(tape_));
  }
  Borrowed(const Borrowed&) = delete;
  Borrowed& operator=(const Borrowed&) = delete;

  Tape<float>& tape() { return tape_; }

 private:
  Classifier& owner_;
  Tape<float> tape_;
};

void Classifier::classify(std::span<const std::string> texts, std::size_t first) {
  Borrowed borrowed(*this);
  Tape<float>& tape = borrowed.tape();
  const auto [batch, cut] = dataset_.encode(texts);
  cut_ += cut;
  forward(graph_, plan_, batch, parameters_, tape, Mode{});
  Matrix<float> two;
  const Matrix<float>& logits = scores_.of(tape.nodes[scores_.logits].output, two);
  if (!all_finite(logits.data(), logits.size()))
    throw input_error("the model", "its logits are not finite", "its weights are damaged or too large: use another");
  for (std::size_t i = 0; i < texts.size(); ++i) {
    row_kernels<float>().softmax(row(logits, i), row(probabilities_, first + i), columns(logits));
    const auto [begin, end] = batch.segment(token_, i);
    known_[first + i] = end - begin;
  }
}

}  // namespace rowgrad
