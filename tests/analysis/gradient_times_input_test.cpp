#include "analysis/gradient_times_input.hpp"

#include "core/error.hpp"
#include "tests/catch.hpp"
#include "tests/in_memory.hpp"
#include "tests/models/sentiment/documents.hpp"

namespace rowgrad {
namespace {

Experiment with_layers(const std::string& layers) {
  const auto documents = labelled_documents({}, {{"a fine film", "yes"}, {"a bad film", "no"}});
  return in_memory(documents, {{"model", Json::parse("[" + layers + R"(,
      {"name": "logits", "layer": "Linear", "input": "h", "out": "classes", "init": {"normal": 1}},
      {"name": "loss", "layer": "SoftmaxCE", "inputs": ["logits", "label"]}])")}});
}

// The score of class 0, and of class 1 against it.
Matrix<float> difference() {
  auto direction = zeros<float>(1, 2);
  direction(0, 0) = -1.0F;
  direction(0, 1) = 1.0F;
  return direction;
}

// What the difference of scores changes by when a word's row grows, per part of it: the slope of s((1 + t) x) at t = 0.
double slope(const Experiment& experiment, GradientTimesInput& scores, const Batch& batch,
             Parameters<float>& parameters, Id word) {
  Matrix<float>& table = parameters[experiment.graph.find_parameter("embed.weight").value()].value;
  const Matrix<float> start = table;
  constexpr float step = 1e-2F;
  const auto at = [&](float t) {
    table = start;
    row_kernels<float>().scale(1.0F + t, row(table, word), columns(table));
    const Matrix<float>& out = scores.forward(batch);
    return static_cast<double>(out(0, 1) - out(0, 0));
  };
  const double rise = at(step) - at(-step);
  table = start;
  return rise / (2.0 * step);
}

TEST_CASE("a row's weight is the slope of the score as the row grows, whatever stands between and frozen or not") {
  for (const std::string layers :
       {R"({"name": "embed", "layer": "Embedding", "input": "tokens", "dim": 3, "init": {"normal": 1}},
           {"name": "bent", "layer": "Tanh", "input": "embed"}, {"name": "h", "layer": "Sum", "input": "bent"})",
        R"({"name": "embed", "layer": "Embedding", "input": "tokens", "dim": 3, "init": {"normal": 1}},
           {"name": "sum", "layer": "Mean", "input": "embed"}, {"name": "h", "layer": "Tanh", "input": "sum"})",
        R"({"name": "embed", "layer": "Embedding", "input": "tokens", "dim": 4, "init": {"normal": 1}, "freeze": true},
           {"name": "look", "layer": "Attention", "input": "embed", "heads": 2},
           {"name": "h", "layer": "Sum", "input": "look"})"}) {
    CAPTURE(layers);
    const Experiment experiment = with_layers(layers);
    Parameters<float> parameters = fresh_state(experiment).parameters;
    const Batch batch = experiment.dataset->example("a fine film", "");
    const std::size_t logits = experiment.graph.find("logits").value();
    GradientTimesInput scores(experiment.graph, parameters, experiment.dataset->words(), logits);
    const auto& ids = batch.ids[experiment.dataset->words().index];
    REQUIRE(ids.size() == 3);
    for (std::size_t i = 0; i < 3; ++i) {
      const double expected = slope(experiment, scores, batch, parameters, ids[i]);
      scores.forward(batch);
      CHECK(scores.weights(batch, difference())[i] == Approx(expected).epsilon(1e-2).margin(1e-3));
    }
  }
}

TEST_CASE("weights of one example do not add to those of the next") {
  const Experiment experiment =
      with_layers(R"({"name": "embed", "layer": "Embedding", "input": "tokens", "dim": 3, "init": {"normal": 1}},
                     {"name": "h", "layer": "Sum", "input": "embed"})");
  Parameters<float> parameters = fresh_state(experiment).parameters;
  const std::size_t logits = experiment.graph.find("logits").value();
  GradientTimesInput scores(experiment.graph, parameters, experiment.dataset->words(), logits);
  const Batch film = experiment.dataset->example("film", ""), three = experiment.dataset->example("a fine film", "");
  scores.forward(film);
  const double alone = scores.weights(film, difference()).at(0);
  scores.forward(three);
  CHECK(scores.weights(three, difference()).at(2) == Approx(alone));
  scores.forward(film);
  CHECK(scores.weights(film, difference()).at(0) == alone);
}

TEST_CASE("a score for which no row is looked up is refused") {
  const Experiment experiment = with_layers(R"({"name": "h", "layer": "Embedding", "input": "label", "dim": 3})");
  Parameters<float> parameters = fresh_state(experiment).parameters;
  const std::size_t logits = experiment.graph.find("logits").value();
  CHECK_THROWS_WITH(GradientTimesInput(experiment.graph, parameters, experiment.dataset->words(), logits),
                    Catch::Contains("looks up no rows by \"tokens\""));
}

}  // namespace
}  // namespace rowgrad
