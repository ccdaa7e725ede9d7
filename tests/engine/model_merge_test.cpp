#include "engine/model_merge.hpp"

#include "tests/catch.hpp"
#include "tests/models/word2vec/small_skip_gram.hpp"
#include "tests/ranks.hpp"

namespace rowgrad {
namespace {

// What `train` makes of the state of each of some ranks, merged.
std::vector<RunState> merged(const Experiment& experiment, int ranks,
                             const std::function<void(RunState&, int rank)>& train, bool in_rounds = false) {
  std::vector<RunState> states(static_cast<std::size_t>(ranks), fresh_state(experiment));
  Ranks(ranks).run([&](Communicator& c) {
    RunState& state = states[static_cast<std::size_t>(c.rank())];
    const Optimizer<float> optimizer(*experiment.spec.rule, experiment.graph.parameters(), state.optimizer);
    ModelMerge merge(c, experiment.graph, *experiment.spec.rule, optimizer, state.parameters, state.optimizer);
    train(state, c.rank());
    if (in_rounds) {
      merge.add_up_some();
      merge.take_over();
    }
    merge.all();
  });
  return states;
}

TEST_CASE("what two ranks change is added up, and both go on from the same values") {
  const Experiment experiment = small_skip_gram("hogwild", 1);
  const Matrix<float> start = parameter(experiment, fresh_state(experiment), "u.weight");
  for (const bool in_rounds : {false, true}) {
    const auto states = merged(
        experiment, 2,
        [](RunState& state, int rank) {
          state.parameters[0].value(2, 1) += 1.0F;
          if (rank == 1) state.parameters[0].value(4, 0) -= 0.5F;
        },
        in_rounds);
    for (const RunState& state : states) {
      CHECK(same(state.parameters, states[0].parameters));
      const Matrix<float>& u = parameter(experiment, state, "u.weight");
      CHECK(u(2, 1) == Approx(start(2, 1) + 2.0F));
      CHECK(u(4, 0) == Approx(start(4, 0) - 0.5F));
      CHECK(u(0, 0) == start(0, 0));
    }
  }
}

TEST_CASE("of more ranks' changes twice the mean is taken, and each trains at a higher rate") {
  const Experiment experiment = small_skip_gram("hogwild", 1);
  const float start = fresh_state(experiment).parameters[0].value(2, 1);
  const auto states = merged(experiment, 4, [](RunState& state, int) { state.parameters[0].value(2, 1) += 1.0F; });
  for (const RunState& state : states) CHECK(state.parameters[0].value(2, 1) == Approx(start + 2.0F));
  CHECK(ModelMerge::rate_factor(2) == 1.0);
  CHECK(ModelMerge::rate_factor(4) == 2.0);
}

// What each rank does alone, four would do four times over: up and down, ever more.
TEST_CASE("a value that every rank brings to its place stays there") {
  const Experiment experiment = small_skip_gram("hogwild", 1);
  std::vector<float> values(4);
  Ranks(4).run([&](Communicator& c) {
    RunState state = fresh_state(experiment);
    const Optimizer<float> optimizer(*experiment.spec.rule, experiment.graph.parameters(), state.optimizer);
    ModelMerge merge(c, experiment.graph, *experiment.spec.rule, optimizer, state.parameters, state.optimizer);
    float& value = state.parameters[0].value(0, 0);
    for (int k = 0; k < 30; ++k) {
      value += 0.9F * (1.0F - value);
      merge.all();
    }
    values[static_cast<std::size_t>(c.rank())] = value;
  });
  for (const float value : values) CHECK(value == Approx(1.0F).margin(0.01));
}

// AdamW: averages over time, of which a sum of changes could even make a negative square.
TEST_CASE("moments become the mean of the ranks'") {
  const auto states = merged(small_skip_gram("hogwild", 1), 2, [](RunState& state, int rank) {
    state.optimizer.slots[0][1](3, 2) = rank == 0 ? 1.0F : 0.0F;
  });
  for (const RunState& state : states) CHECK(state.optimizer.slots[0][1](3, 2) == Approx(0.5F));
}

TEST_CASE("squares that Adagrad adds up are added up over the ranks too") {
  const Experiment experiment = [] {
    const auto dataset = word_windows({}, alternating(5, "the cat sat", "a dog lay"));
    return in_memory(dataset, {{"model", Json::parse(R"([
      {"name": "u", "layer": "Embedding", "input": "center", "dim": 2},
      {"name": "v", "layer": "Embedding", "input": "context", "dim": 2},
      {"name": "score", "layer": "Dot", "inputs": ["u", "v"]},
      {"name": "loss", "layer": "SigmoidCE", "input": "score", "target": 1}])")},
                               {"optimizer", {{"type", "RowAdagrad"}}},
                               {"train", {{"engine", "hogwild"}}}});
  }();
  const auto states = merged(
      experiment, 2, [](RunState& state, int rank) { state.optimizer.slots[0][0](1, 0) += rank == 0 ? 1.0F : 2.0F; });
  for (const RunState& state : states) CHECK(state.optimizer.slots[0][0](1, 0) == Approx(3.0F));
}

}  // namespace
}  // namespace rowgrad
