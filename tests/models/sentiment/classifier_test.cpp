#include "models/sentiment/classifier.hpp"

#include "core/error.hpp"
#include "tests/catch.hpp"
#include "tests/in_memory.hpp"
#include "tests/models/sentiment/documents.hpp"
#include "tests/trained.hpp"

namespace rowgrad {
namespace {

Classifier classifier_of(Trained& run) {
  const auto& dataset = dynamic_cast<const SentimentDataset&>(*run.run.experiment.dataset);
  return {run.run.experiment.graph, run.run.parameters, dataset};
}

TEST_CASE("permuted documents have the same probabilities to the bit under Sum") {
  Trained run = trained("sentiment", {"train.epochs=1"});
  Classifier classifier = classifier_of(run);
  const std::vector<std::string> texts{"the film was not bad but rather dull and very funny",
                                       "dull funny very not the rather but film and bad was"};
  const Matrix<float>& p = classifier.probabilities(texts);
  CHECK(p(0, 0) == p(1, 0));
  CHECK(p(0, 1) == p(1, 1));
}

TEST_CASE("a text without a known word is left to the biases") {
  Trained run = trained("sentiment", {"train.epochs=1"});
  Classifier classifier = classifier_of(run);
  const std::vector<std::string> texts{"", "zxqv qqqq", "good"};
  const Matrix<float>& p = classifier.probabilities(texts);
  const Matrix<float>& bias = run.parameter("logits.bias");
  CHECK(classifier.known(0) == 0);
  CHECK(classifier.known(1) == 0);
  CHECK(classifier.known(2) == 1);
  CHECK(p(0, 0) == p(1, 0));
  CHECK(p(0, 0) / p(0, 1) == Approx(std::exp(bias(0, 0) - bias(0, 1))));
}

TEST_CASE("a model without a classification loss is refused") {
  const auto dataset = labelled_documents({}, {{"a", "x"}, {"b", "y"}});
  const Experiment experiment = in_memory(dataset, {{"model", Json::parse(R"([
      {"name": "embed", "layer": "Embedding", "input": "tokens", "dim": 2},
      {"name": "h", "layer": "Sum", "input": "embed"},
      {"name": "score", "layer": "Linear", "input": "h", "out": 1},
      {"name": "loss", "layer": "SigmoidCE", "input": "score", "target": 1}])")}});
  RunState state = fresh_state(experiment);
  CHECK_THROWS_WITH(Classifier(experiment.graph, state.parameters, *dataset), Catch::Contains("has no SoftmaxCE"));
}

}  // namespace
}  // namespace rowgrad
