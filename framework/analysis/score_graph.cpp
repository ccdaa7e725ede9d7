#include "analysis/score_graph.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "analysis/one_hot.hpp"
#include "core/error.hpp"
#include "data/batch_builder.hpp"
#include "graph/build_graph.hpp"

namespace rowgrad {
namespace {

// One row of the space "example", and the id of the tables' only row.
Inputs one_row() {
  Inputs inputs;
  inputs.ids("row", inputs.space("example"), 1, "the only one");
  return inputs;
}

Batch batch_of(const Inputs& inputs) {
  Batch batch;
  BatchBuilder build(inputs, batch);
  build.append(IdsInput{0}, Id{0});
  build.finish();
  return batch;
}

ModelSpec model(const ScoredRow& row, ScoreGraph::Form form) {
  row.check();
  const std::size_t n = row.scores.size();
  const bool cross_entropy = row.loss == ScoreLoss::cross_entropy;
  const bool reads_scores = cross_entropy && form == ScoreGraph::Form::collapsed;
  const char* const of_p = cross_entropy ? "CrossEntropy" : "SquaredError";
  const Json layers{{{"name", "scores"}, {"layer", "Embedding"}, {"input", "row"}, {"dim", n}},
                    {{"name", "target"}, {"layer", "Embedding"}, {"input", "row"}, {"dim", n}, {"freeze", true}},
                    {{"name", "p"}, {"layer", "Softmax"}, {"input", "scores"}},
                    {{"name", "loss"},
                     {"layer", reads_scores ? "SoftmaxCE" : of_p},
                     {"inputs", {reads_scores ? "scores" : "p", "target"}}}};
  return read_model(layers, {"scores", ""});
}

Parameters<double> parameters_of(const ScoredRow& row, const Graph& graph) {
  auto parameters = initialise<double>(graph.parameters(), Random(0));
  std::ranges::copy(row.scores, parameters[graph.find_parameter("scores.weight").value()].value.data());
  std::ranges::copy(row.target, parameters[graph.find_parameter("target.weight").value()].value.data());
  return parameters;
}

std::vector<double> list(const Matrix<double>& m) { return {m.data(), m.data() + m.size()}; }

}  // namespace

void ScoredRow::check() const {
  const std::size_t n = scores.size();
  if (n < 2 || n > most_scores) {
    throw input_error("scores", fmt::format("expected 2 to {}, found {}", most_scores, n),
                      "a softmax shares out 1 among several");
  }
  for (const double score : scores) {
    if (!(std::abs(score) <= largest))
      throw input_error("scores", fmt::format("expected numbers from {} to {}, found {}", -largest, largest, score));
  }
  if (target.size() != n) {
    throw input_error("target", fmt::format("expected {} numbers, one per score, found {}", n, target.size()));
  }
  for (const double q : target) {
    if (!(q >= 0.0)) throw input_error("target", fmt::format("expected probabilities, found {}", q));
  }
  const double sum = std::accumulate(target.begin(), target.end(), 0.0);
  if (!(std::abs(sum - 1.0) <= 1e-6))
    throw input_error("target", fmt::format("expected probabilities whose sum is 1, found {}", sum));
}

std::vector<double> one_hot(std::size_t classes, std::size_t label) {
  if (label >= classes) {
    throw input_error("label", fmt::format("expected a class from 0 to {}, found {}", classes - 1, label),
                      fmt::format("there are {} scores", classes));
  }
  return list(one_hots<double>(classes, {static_cast<Id>(label)}));
}

ScoreGraph::ScoreGraph(const ScoredRow& row, Form form)
    : inputs_(one_row()),
      batch_(batch_of(inputs_)),
      graph_(build_graph(model(row, form), {}, inputs_, Leaves::any)),
      runner_(graph_, batch_, parameters_of(row, graph_)) {}

void ScoreGraph::run() {
  runner_.forward();
  runner_.clear();
  runner_.gradient("loss").fill(1.0);
  runner_.backward();
}

double ScoreGraph::loss() { return runner_.value("loss").data()[0]; }

std::vector<double> ScoreGraph::value(const std::string& node) { return list(runner_.value(node)); }

std::vector<double> ScoreGraph::gradient(const std::string& node) { return list(runner_.gradient(node)); }

Matrix<double> ScoreGraph::softmax_backward() {
  const std::size_t n = value("p").size();
  auto slopes = zeros<double>(n, n);
  for (std::size_t j = 0; j < n; ++j) {
    runner_.clear();
    runner_.gradient("p")(0, j) = 1.0;
    runner_.backward();
    std::ranges::copy(gradient("scores"), row(slopes, j));
  }
  return slopes;
}

}  // namespace rowgrad
