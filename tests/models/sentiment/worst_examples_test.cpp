#include "models/sentiment/worst_examples.hpp"

#include <cmath>
#include <numeric>

#include "core/error.hpp"
#include "models/sentiment/classifier.hpp"
#include "tests/catch.hpp"
#include "tests/in_memory.hpp"
#include "tests/models/sentiment/documents.hpp"

namespace rowgrad {
namespace {

const std::vector<LabelledLine> lines{{"good film", "yes"},        {"bad film", "no"},   {"good good story", "yes"},
                                      {"a bad bad story", "no"},   {"fine", "yes"},      {"not good", "no"},
                                      {"not bad", "yes"},          {"a bad film", "no"}, {"good", "no"},
                                      {"a fine good film", "yes"}, {"zxqv", "yes"}};

Json bag(const std::string& last) {
  return {{"model", Json::parse(R"([
      {"name": "embed", "layer": "Embedding", "input": "tokens", "dim": 4, "init": {"normal": 1}},
      {"name": "h", "layer": "Sum", "input": "embed"},)" +
                                last + "]")},
          {"train", {{"epochs", 3}}}};
}

const char* const softmax = R"({"name": "logits", "layer": "Linear", "input": "h", "out": "classes"},
    {"name": "loss", "layer": "SoftmaxCE", "inputs": ["logits", "label"]})";
const char* const yes_or_no = R"({"name": "logits", "layer": "Linear", "input": "h", "out": 1},
    {"name": "loss", "layer": "SigmoidCE", "inputs": ["logits", "label"]})";

struct Run {
  std::shared_ptr<const SentimentDataset> dataset;
  Experiment experiment;
  RunState state;

  explicit Run(const char* last, const SentimentOptions& options = {})
      : dataset(labelled_documents(options, {lines.begin(), lines.end() - 1}, lines)),
        experiment(in_memory(dataset, bag(last))),
        state(train_in_memory(experiment)) {}

  std::vector<WorstExample> worst(std::size_t most) {
    return worst_examples(experiment.graph, state.parameters, *dataset, Split::dev, most);
  }
};

TEST_CASE("the examples of largest loss come first, by the probabilities that prediction gives") {
  Run run(softmax);
  std::vector<std::string> texts;
  for (const LabelledLine& line : lines) texts.push_back(line.text);
  Classifier classifier(run.experiment.graph, run.state.parameters, *run.dataset);
  const Matrix<float>& p = classifier.probabilities(texts);
  const auto loss = [&](std::size_t i) {
    return -std::log(static_cast<double>(p(i, run.dataset->labels().find(lines[i].label).value())));
  };
  std::vector<std::size_t> order(lines.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) { return loss(a) > loss(b); });

  const auto worst = run.worst(5);
  REQUIRE(worst.size() == 5);
  for (std::size_t i = 0; i < worst.size(); ++i) {
    CHECK(worst[i].number == order[i]);
    CHECK(worst[i].text == lines[order[i]].text);
    CHECK(run.dataset->labels().token(worst[i].label) == lines[order[i]].label);
    CHECK(worst[i].loss == Approx(loss(order[i])));
    CHECK(worst[i].probability == Approx(std::exp(-worst[i].loss)));
    CHECK((worst[i].predicted == worst[i].label) == (worst[i].probability > 0.5));
    CHECK(worst[i].rival == 1 - worst[i].label);
  }
  CHECK(run.worst(100).size() == lines.size());
}

TEST_CASE("over a bag of words the weights and the biases' difference add up to the difference of the scores") {
  Run run(softmax);
  const Matrix<float>& bias = parameter(run.experiment, run.state, "logits.bias");
  const auto worst = run.worst(lines.size());
  REQUIRE(worst.size() == lines.size());
  for (const WorstExample& example : worst) {
    CAPTURE(example.text);
    double sum = bias(0, example.rival) - bias(0, example.label);
    for (const auto& word : example.words) sum += word.weight;
    const double p = example.probability;  // of two labels, whose scores differ by log((1 − p) / p)
    CHECK(sum == Approx(std::log((1.0 - p) / p)).epsilon(1e-4).margin(1e-4));
  }
}

TEST_CASE("one logit of yes or no has the same weights, for the rival of either label") {
  Run run(yes_or_no);
  const float bias = parameter(run.experiment, run.state, "logits.bias")(0, 0);
  bool of_first = false, of_second = false;
  for (const WorstExample& example : run.worst(lines.size())) {
    double sum = example.rival == 1 ? bias : -bias;
    for (const auto& word : example.words) sum += word.weight;
    const double p = example.probability;
    CHECK(sum == Approx(std::log((1.0 - p) / p)).epsilon(1e-4).margin(1e-4));
    (example.label == 0 ? of_first : of_second) = true;
  }
  CHECK((of_first && of_second));
}

TEST_CASE("a document of which no word is known has no weights, and its text is empty") {
  Run run(softmax);
  const auto worst = run.worst(lines.size());
  const auto unknown = std::ranges::find(worst, lines.size() - 1, &WorstExample::number);
  REQUIRE(unknown != worst.end());
  CHECK(unknown->text.empty());
  CHECK(unknown->words.empty());
}

TEST_CASE("with three labels the rival of an example that is right is the second most probable label") {
  const auto dataset = labelled_documents({}, {{"red", "r"}, {"green", "g"}, {"blue", "b"}});
  const Experiment experiment = in_memory(dataset, bag(softmax));
  RunState state = fresh_state(experiment);
  Matrix<float>& bias = state.parameters[experiment.graph.find_parameter("logits.bias").value()].value;
  Matrix<float>& weight = state.parameters[experiment.graph.find_parameter("logits.weight").value()].value;
  set_zero(weight);
  const auto label = [&](const char* name) { return dataset->labels().find(name).value(); };
  bias(0, label("r")) = 3.0F;
  bias(0, label("g")) = 2.0F;
  bias(0, label("b")) = 1.0F;
  const auto worst = worst_examples(experiment.graph, state.parameters, *dataset, Split::train, 3);
  REQUIRE(worst.size() == 3);
  CHECK(worst[0].label == label("b"));
  CHECK(worst[0].rival == label("r"));
  CHECK(worst[1].label == label("g"));
  CHECK(worst[1].rival == label("r"));
  CHECK(worst[2].label == label("r"));
  CHECK(worst[2].predicted == label("r"));
  CHECK(worst[2].rival == label("g"));
}

TEST_CASE("n-grams have weights too, and the sum holds with them") {
  SentimentOptions options;
  options.ngrams = 2;
  options.buckets = 10000;
  Run run(softmax, options);
  const Matrix<float>& bias = parameter(run.experiment, run.state, "logits.bias");
  const auto worst = run.worst(lines.size());
  const auto not_bad = std::ranges::find(worst, "not bad", &WorstExample::text);
  REQUIRE(not_bad != worst.end());
  REQUIRE(not_bad->words.size() == 3);
  CHECK(not_bad->words[0].name == "not");
  CHECK(not_bad->words[2].name == "not_bad (n-gram)");
  double sum = bias(0, not_bad->rival) - bias(0, not_bad->label);
  for (const auto& word : not_bad->words) sum += word.weight;
  CHECK(sum == Approx(std::log((1.0 - not_bad->probability) / not_bad->probability)).epsilon(1e-4).margin(1e-4));
}

TEST_CASE("examples are found in every shard of a split, and numbered through") {
  std::vector<LabelledLine> many(1000, {"good", "yes"});
  many.push_back({"bad", "no"});
  many[137].label = many[640].label = "no";
  const auto dataset = labelled_documents({}, many);
  const Experiment experiment = in_memory(dataset, bag(softmax));
  RunState state = train_in_memory(experiment);
  const auto worst = worst_examples(experiment.graph, state.parameters, *dataset, Split::train, 3);
  REQUIRE(worst.size() == 3);
  CHECK(worst[0].number == 137);
  CHECK(worst[1].number == 640);
}

TEST_CASE("a model that scores no labels has no worst examples") {
  const auto dataset = labelled_documents({}, {{"a", "x"}, {"b", "y"}});
  const Experiment experiment = in_memory(dataset, bag(R"({"name": "score", "layer": "Linear", "input": "h", "out": 1},
      {"name": "loss", "layer": "SigmoidCE", "input": "score", "target": 1})"));
  RunState state = fresh_state(experiment);
  CHECK_THROWS_WITH(worst_examples(experiment.graph, state.parameters, *dataset, Split::train),
                    Catch::Contains("predicts no label"));
}

}  // namespace
}  // namespace rowgrad
