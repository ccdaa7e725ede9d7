#include "analysis/score_descent.hpp"

#include <algorithm>
#include <cmath>

#include "config/registry.hpp"
#include "core/error.hpp"
#include "optim/optimizer.hpp"

namespace rowgrad {
namespace {

void check(double lr, std::size_t steps) {
  if (!(lr > 0.0 && lr <= ScoreDescent::largest_rate))
    throw input_error("step",
                      fmt::format("expected a number above 0, up to {}, found {}", ScoreDescent::largest_rate, lr));
  if (steps > ScoreDescent::most_steps)
    throw input_error("steps", fmt::format("expected at most {}, found {}", ScoreDescent::most_steps, steps));
}

// 20, 50, 100, 200…: so that a way a thousand times as long takes nine lines more.
bool is_round(std::size_t step) {
  while (step % 10 == 0 && step > 0) step /= 10;
  return step == 1 || step == 2 || step == 5;
}

// The loss of a softmax that has converged goes up and down by rounding.
bool rises(double before, double after) { return after > before + 1e-12 * std::max(1.0, std::abs(before)); }

ScoreDescent::Step note(ScoreGraph& graph, std::size_t step) {
  return {step, graph.loss(), graph.value("scores"), graph.value("p"), graph.gradient("scores")};
}

}  // namespace

ScoreDescent descend(const ScoredRow& row, double lr, std::size_t steps) {
  check(lr, steps);
  ScoreGraph graph(row, ScoreGraph::Form::collapsed);
  const auto rule = Registry<UpdateRule>::instance().entries().at("SGD").create();
  auto state = initial_optimizer_state<double>(*rule, graph.graph().parameters());
  Optimizer<double> optimizer(*rule, graph.graph().parameters(), state);
  ScoreDescent found;
  double before = 0.0;
  for (std::size_t step = 0;; ++step) {
    graph.run();
    const bool first_rise = step > 0 && !found.first_rise && rises(before, graph.loss());
    if (first_rise) found.first_rise = step;
    if (step <= 10 || is_round(step) || step == steps || first_rise) found.way.push_back(note(graph, step));
    if (step == steps) break;
    before = graph.loss();
    optimizer.step(graph.parameters(), graph.gradients(), lr);
  }
  const auto& p = found.way.back().probabilities;
  for (std::size_t j = 0; j < p.size(); ++j)
    found.largest_gap = std::max(found.largest_gap, std::abs(p[j] - row.target[j]));
  return found;
}

}  // namespace rowgrad
