#include "core/parallel.hpp"
#include "tests/catch.hpp"
#include "tests/models/word2vec/small_skip_gram.hpp"

namespace rowgrad {
namespace {

RunState train_on(int workers, const Experiment& experiment) {
  set_threads(workers);
  RunState state = train_in_memory(experiment);
  set_threads(1);
  return state;
}

// Asks to stop once some steps are done.
struct Interruption : RunObserver {
  std::optional<RunState> saved;
  Wish progressed(const RunProgress& progress) override {
    return progress.step > 0 && !saved ? Wish::save_and_stop : Wish::go_on;
  }
  void save(const RunState& state) override { saved = state; }
};

TEST_CASE("hogwild on one thread is the graph engine, bit by bit") {
  const RunState graph = train_on(1, small_skip_gram("graph", 2)), hogwild = train_on(1, small_skip_gram("hogwild", 2));
  CHECK(hogwild.step == graph.step);
  CHECK(hogwild.last_epoch_loss == graph.last_epoch_loss);
  CHECK(same(hogwild.parameters, graph.parameters));
}

TEST_CASE("hogwild on two threads works through every shard and learns as well as one thread") {
  const RunState one = train_on(1, small_skip_gram("hogwild", 20)), two = train_on(2, small_skip_gram("hogwild", 20));
  CHECK(two.epoch == 20);
  CHECK(two.last_epoch_loss < 1.05 * one.last_epoch_loss);
  CHECK(one.last_epoch_loss < 3.0);  // from 6 log 2 = 4.16
}

TEST_CASE("a hogwild run that is interrupted resumes where each shard stood, and ends with the same bits") {
  const Experiment experiment = small_skip_gram("hogwild", 100);
  const RunState whole = train_on(1, experiment);
  Interruption interruption;
  const RunState stopped = experiment.spec.engine->run(experiment.context(), fresh_state(experiment), interruption);
  REQUIRE(interruption.saved);
  CHECK(interruption.saved->step < whole.step);
  CHECK(same(stopped.parameters, interruption.saved->parameters));
  RunObserver nobody;
  const RunState resumed = experiment.spec.engine->run(experiment.context(), std::move(*interruption.saved), nobody);
  CHECK(resumed.step == whole.step);
  CHECK(same(resumed.parameters, whole.parameters));
}

TEST_CASE("a frozen table stays as it starts under hogwild") {
  const Experiment experiment = [] {
    Word2vecOptions options;
    options.sampling = "window";
    const auto dataset = word_windows(options, alternating(20, "the cat sat", "a dog lay"));
    return in_memory(dataset, {{"model", Json::parse(R"([
      {"name": "v", "layer": "Embedding", "input": "context", "dim": 4, "init": {"normal": 0.3}, "freeze": true},
      {"name": "h", "layer": "Mean", "input": "v"},
      {"name": "logits", "layer": "Linear", "input": "h", "out": "vocab"},
      {"name": "loss", "layer": "SoftmaxCE", "inputs": ["logits", "center"]}])")},
                               {"optimizer", {{"type", "AdamW"}, {"weight_decay", 0.1}}},
                               {"train", {{"engine", "hogwild"}, {"epochs", 3}}}});
  }();
  const RunState start = fresh_state(experiment), end = train_on(2, experiment);
  CHECK(same(parameter(experiment, end, "v.weight"), parameter(experiment, start, "v.weight")));
  CHECK(!same(parameter(experiment, end, "logits.weight"), parameter(experiment, start, "logits.weight")));
}

}  // namespace
}  // namespace rowgrad
