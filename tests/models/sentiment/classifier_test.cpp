#include "models/sentiment/classifier.hpp"

#include "core/error.hpp"
#include "core/text_file.hpp"
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

TEST_CASE("trained by squared error of a softmax, probabilities are the softmax's and the accuracy is theirs") {
  for (const std::string loss : {"SquaredError", "CrossEntropy"}) {
    Trained run = trained("sentiment_squared", {"train.epochs=8", "model.loss.layer=" + loss});
    const Experiment& experiment = run.run.experiment;
    const auto& dataset = dynamic_cast<const SentimentDataset&>(*experiment.dataset);
    Classifier classifier = classifier_of(run);
    const std::vector<std::string> texts{"not bad", "a dull film"};
    const auto [batch, cut] = dataset.encode(texts);
    auto tape = make_tape<float>(experiment.graph);
    forward(experiment.graph, experiment.graph.upstream(experiment.graph.find("p").value()), batch, run.run.parameters,
            tape, Mode{});
    CHECK(same(classifier.probabilities(texts), tape.nodes[experiment.graph.find("p").value()].output));
    CHECK(run.summary.splits.at(Split::test).accuracy.value() > 0.9);
    CHECK(run.summary.splits.at(Split::test).classes->calibration_error < 0.2);
  }
}

TEST_CASE("one logit under SigmoidCE is the second label's, against the first") {
  const TemporaryFolder folder;
  folder.write("train.tsv", "good film\tyes\ngood\tyes\nfine\tyes\nbad film\tno\nbad\tno\n");
  TrainedModel run = train_config(folder, Json::parse(R"({"data": {"task": "classification", "train": "train.tsv"},
    "model": [{"name": "embed", "layer": "Embedding", "input": "tokens", "dim": 4},
              {"name": "h", "layer": "Sum", "input": "embed"},
              {"name": "score", "layer": "Linear", "input": "h", "out": 1},
              {"name": "loss", "layer": "SigmoidCE", "inputs": ["score", "label"]}],
    "optimizer": {"type": "AdamW", "lr": 0.1}, "train": {"epochs": 20}})"));
  const auto& dataset = dynamic_cast<const SentimentDataset&>(*run.experiment.dataset);
  REQUIRE(dataset.labels().token(0) == "yes");
  Classifier classifier(run.experiment.graph, run.parameters, dataset);
  const std::vector<std::string> texts{"good film", "bad film"};
  const Matrix<float>& p = classifier.probabilities(texts);
  CHECK(p(0, 0) > 0.5F);
  CHECK(p(1, 1) > 0.5F);
  CHECK(p(0, 0) + p(0, 1) == Approx(1));
  const Json summary = Json::parse(TextFile(folder / "run/summary.json").text());
  CHECK(summary["train"]["accuracy"] == 1);
  CHECK(summary["train"]["classes"].size() == 2);
}

TEST_CASE("two logits that would learn one yes or no are refused before training") {
  const TemporaryFolder folder;
  folder.write("train.tsv", "good\tyes\nbad\tno\n");
  const Json config = Json::parse(R"({"data": {"task": "classification", "train": "train.tsv"},
    "model": [{"name": "embed", "layer": "Embedding", "input": "tokens", "dim": "classes"},
              {"name": "logits", "layer": "Sum", "input": "embed"},
              {"name": "loss", "layer": "SigmoidCE", "inputs": ["logits", "label"]}], "train": {"epochs": 1}})");
  CHECK_THROWS_WITH(train_config(folder, config),
                    Catch::Contains("by one logit, found 2") && Catch::Contains("SoftmaxCE"));
  CHECK_FALSE(std::filesystem::exists(folder / "run"));
}

TEST_CASE("a model without a classification loss is refused") {
  const auto dataset = labelled_documents({}, {{"a", "x"}, {"b", "y"}});
  const Experiment experiment = in_memory(dataset, {{"model", Json::parse(R"([
      {"name": "embed", "layer": "Embedding", "input": "tokens", "dim": 2},
      {"name": "h", "layer": "Sum", "input": "embed"},
      {"name": "score", "layer": "Linear", "input": "h", "out": 1},
      {"name": "loss", "layer": "SigmoidCE", "input": "score", "target": 1}])")}});
  RunState state = fresh_state(experiment);
  CHECK_THROWS_WITH(Classifier(experiment.graph, state.parameters, *dataset),
                    Catch::Contains("has neither SoftmaxCE nor SigmoidCE"));
}

}  // namespace
}  // namespace rowgrad
