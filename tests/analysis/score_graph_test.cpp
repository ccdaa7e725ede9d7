#include "analysis/score_graph.hpp"

#include "tests/catch.hpp"

namespace rowgrad {
namespace {

TEST_CASE("the target of a score graph is frozen, the scores are trained") {
  ScoreGraph graph({{1, 0}, {0.25, 0.75}}, ScoreGraph::Form::collapsed);
  graph.run();
  CHECK(graph.graph().parameter_count() == 4);
  const auto& parameters = graph.graph().parameters();
  CHECK_FALSE(parameters[graph.graph().find_parameter("scores.weight").value()].frozen);
  CHECK(parameters[graph.graph().find_parameter("target.weight").value()].frozen);
  CHECK(graph.graph().node(graph.graph().find("loss").value()).layer_name() == "SoftmaxCE");
}

TEST_CASE("only the collapsed form of cross-entropy does without the softmax's probabilities") {
  const auto loss_reads_p = [](ScoreLoss loss, ScoreGraph::Form form) {
    ScoreGraph graph({{1, 0}, {1, 0}, loss}, form);
    return graph.graph().reads(graph.graph().find("p").value());
  };
  CHECK_FALSE(loss_reads_p(ScoreLoss::cross_entropy, ScoreGraph::Form::collapsed));
  CHECK(loss_reads_p(ScoreLoss::cross_entropy, ScoreGraph::Form::factored));
  CHECK(loss_reads_p(ScoreLoss::squared_error, ScoreGraph::Form::collapsed));
}

}  // namespace
}  // namespace rowgrad
