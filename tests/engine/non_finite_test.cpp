// Numbers that cease to be finite: what a run says of them, and what it leaves.
#include "tests/catch.hpp"
#include "tests/in_memory.hpp"
#include "tests/models/sentiment/documents.hpp"

namespace rowgrad {
namespace {

using Catch::Matchers::Contains;

Experiment bag_of_words(const std::string& engine, double lr) {
  const auto dataset = labelled_documents({}, {{"a fine film", "x"}, {"a dull film", "y"}});
  return in_memory(dataset, {{"model", Json::parse(R"([
      {"name": "embed", "layer": "Embedding", "input": "tokens", "dim": 4, "init": {"normal": 0.3}},
      {"name": "phrase", "layer": "Sum", "input": "embed"},
      {"name": "logits", "layer": "Linear", "input": "phrase", "out": "classes"},
      {"name": "loss", "layer": "SoftmaxCE", "inputs": ["logits", "label"]}])")},
                             {"optimizer", {{"type", "SGD"}, {"lr", lr}}},
                             {"train", {{"engine", engine}, {"epochs", 9}, {"batch_size", 2}}}});
}

// Asks for a save after each step.
struct Saves : RunObserver {
  std::size_t count = 0;
  Wish progressed(const RunProgress& progress) override { return progress.step > 0 ? Wish::save : Wish::go_on; }
  void save(const RunState&) override { ++count; }
};

TEST_CASE("a loss that is not finite names the step, the layer where it began and the checkpoint that stays") {
  // The first step makes both tables about 1e36, and the second multiplies them.
  const auto engine = GENERATE(as<std::string>(), "graph", "hogwild");
  const Experiment experiment = bag_of_words(engine, 1e37);
  CHECK_THROWS_WITH(train_in_memory(experiment), Contains("at step 2") &&
                                                     Contains("first in layer \"logits\" (Linear)") &&
                                                     Contains("lower optimizer.lr; there is no checkpoint yet"));
  RunState state = fresh_state(experiment);
  state.step = 40;
  RunObserver nobody;
  CHECK_THROWS_WITH(experiment.spec.engine->run(experiment.context(), std::move(state), nobody),
                    Contains("at step 42") && Contains("the checkpoint of step 40 is good and stays"));
}

TEST_CASE("a layer whose parameter is to blame is named with it") {
  const Experiment experiment = bag_of_words("graph", 0.1);
  RunState state = fresh_state(experiment);
  state.parameters[0].value(1, 2) = std::numeric_limits<float>::quiet_NaN();
  RunObserver nobody;
  CHECK_THROWS_WITH(
      experiment.spec.engine->run(experiment.context(), std::move(state), nobody),
      Contains("first in layer \"embed\" (Embedding), whose parameter \"embed.weight\" is not finite in row 1"));
}

TEST_CASE("a step that spoils the parameters is not saved over a good checkpoint") {
  Saves saves;
  CHECK_THROWS_WITH(train_in_memory(bag_of_words("graph", 1e300), saves),
                    Contains("\"embed.weight\" is not finite in row") && Contains("after step 1"));
  CHECK(saves.count == 0);
}

}  // namespace
}  // namespace rowgrad
