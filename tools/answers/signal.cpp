// What a loss tells the scores of a softmax, as `rowgrad softmax` has it. These ask no run.
#include "tools/answers/answer.hpp"
#include "tools/number_list.hpp"
#include "tools/softmax_story.hpp"

namespace rowgrad {
namespace {

ScoredRow row_of(Arguments& arguments) {
  ScoredRow row;
  row.scores = number_list("scores", arguments.text("scores"));
  row.target = arguments.find("target") ? number_list("target", arguments.text("target"))
                                        : one_hot(row.scores.size(), arguments.whole("label", 0, 0));
  if (arguments.one_of("loss", {"cross-entropy", "squared"}) == "squared") row.loss = ScoreLoss::squared_error;
  row.check();
  return row;
}

Json signal(Shelf&, Arguments& arguments) {
  const ScoredRow row = row_of(arguments);
  return to_json(row, learning_signal(row));
}

Json descent(Shelf&, Arguments& arguments) {
  const ScoredRow row = row_of(arguments);
  const double step = arguments.number("step", 1.0, 0.0, 1e6);
  const std::size_t steps = arguments.whole("steps", 10, 0, 1000);
  return to_json(descend(row, step, steps), step);
}

// Close to both ends, where two of the curves run away, and in equal steps between.
Json curves(Shelf&, Arguments& arguments) {
  std::vector<double> at{0.001, 0.002, 0.005};
  for (int i = 1; i < 100; ++i) at.push_back(i / 100.0);
  at.insert(at.end(), {0.995, 0.998, 0.999});
  if (arguments.find("p")) at = {arguments.number("p", {}, 1e-9, 1.0 - 1e-9)};
  return to_json(signal_curve(ScoreLoss::cross_entropy, at));
}

// Rows of scores worth a look, for a page to begin with.
Json presets(Shelf&, Arguments&) {
  return Json::array({{{"name", "the chapter's three"}, {"scores", {2.0, 1.0, 0.1}}, {"label", 0}},
                      {{"name", "balanced"}, {"scores", {0.0, 0.0, 0.0, 0.0, 0.0}}, {"label", 0}},
                      {{"name", "sharp and right"}, {"scores", {6.0, 0.0, -1.0, 0.5, 0.0}}, {"label", 0}},
                      {{"name", "sharp and wrong"}, {"scores", {6.0, 0.0, -1.0, 0.5, 0.0}}, {"label", 2}},
                      {{"name", "leaning"}, {"scores", {1.5, 1.0, 0.5, 0.0, -0.5}}, {"label", 1}}});
}

const bool registered =
    register_answer("signal", Work::computes, signal) && register_answer("descent", Work::computes, descent) &&
    register_answer("curves", Work::computes, curves) && register_answer("presets", Work::reads, presets);

}  // namespace
}  // namespace rowgrad
