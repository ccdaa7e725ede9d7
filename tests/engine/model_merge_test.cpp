#include "engine/model_merge.hpp"

#include "tests/catch.hpp"
#include "tests/models/word2vec/small_skip_gram.hpp"
#include "tests/ranks.hpp"

namespace rowgrad {
namespace {

// Of changes on their way.
constexpr double rounding = 0x1p-7;

// The states of some ranks that began with the same one, after body(state, merge, rank) on each.
std::vector<RunState> on_ranks(int ranks, const Experiment& experiment, const RunState& start,
                               const std::function<void(RunState&, ModelMerge&, int rank)>& body) {
  std::vector<RunState> states(static_cast<std::size_t>(ranks), start);
  Ranks(ranks).run([&](Communicator& c) {
    RunState& state = states[static_cast<std::size_t>(c.rank())];
    const Optimizer<float> optimizer(*experiment.spec.rule, experiment.graph.parameters(), state.optimizer);
    ModelMerge merge(c, experiment.graph, *experiment.spec.rule, optimizer, state.parameters, state.optimizer);
    body(state, merge, c.rank());
  });
  return states;
}

// What `train` makes of the state of each of some ranks, merged.
std::vector<RunState> merged(const Experiment& experiment, int ranks,
                             const std::function<void(RunState&, int rank)>& train, bool in_rounds = false) {
  return on_ranks(ranks, experiment, fresh_state(experiment), [&](RunState& state, ModelMerge& merge, int rank) {
    train(state, rank);
    if (in_rounds) {
      merge.add_up_some();
      merge.take_over();
    }
    merge.all();
  });
}

TEST_CASE("two ranks take 1.5 times the mean of what they change, and both go on from the same values") {
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
      CHECK(u(2, 1) == Approx(start(2, 1) + 1.5F).epsilon(rounding));
      CHECK(u(4, 0) == Approx(start(4, 0) - 0.375F).epsilon(rounding));
      CHECK(u(0, 0) == start(0, 0));
    }
  }
}

TEST_CASE("more ranks take no more than two, and each trains at a higher rate") {
  const Experiment experiment = small_skip_gram("hogwild", 1);
  const float start = fresh_state(experiment).parameters[0].value(2, 1);
  const auto states = merged(experiment, 4, [](RunState& state, int) { state.parameters[0].value(2, 1) += 1.0F; });
  for (const RunState& state : states) CHECK(state.parameters[0].value(2, 1) == Approx(start + 1.5F).epsilon(rounding));
  CHECK(ModelMerge::rate_factor(2) == Approx(1 / 0.75));
  CHECK(ModelMerge::rate_factor(4) == Approx(2 / 0.75));
  CHECK(ModelMerge::rate_factor(100) == 4.0);
}

// The sum of what two ranks do alone would go as far beyond, and back again, for ever.
TEST_CASE("a value that every rank brings to its place stays there") {
  const Experiment experiment = small_skip_gram("hogwild", 1);
  const auto states = on_ranks(4, experiment, fresh_state(experiment), [](RunState& state, ModelMerge& merge, int) {
    for (int k = 0; k < 30; ++k) {
      state.parameters[0].value(0, 0) = 1.0F;
      merge.all();
    }
  });
  for (const RunState& state : states) CHECK(state.parameters[0].value(0, 0) == Approx(1.0F).margin(0.01));
}

// AdamW: averages over time, of which a sum of changes could even make a negative square.
TEST_CASE("moments become the mean of the ranks'") {
  const auto states = merged(small_skip_gram("hogwild", 1), 2, [](RunState& state, int rank) {
    state.optimizer.slots[0][1](3, 2) = rank == 0 ? 1.0F : 0.0F;
  });
  for (const RunState& state : states) CHECK(state.optimizer.slots[0][1](3, 2) == Approx(0.5F));
}

// Their changes are rounded: a square that has become small must not end below 0.
TEST_CASE("a mean of moments that are not negative is not negative") {
  const Experiment experiment = small_skip_gram("hogwild", 1);
  RunState start = fresh_state(experiment);
  for (std::uint64_t k = 0; k < 50; ++k) {
    const auto before = static_cast<float>(1.0 + Random(1).uniform(k));
    start.optimizer.slots[0][1](3, 2) = before;
    const auto states = on_ranks(2, experiment, start, [&](RunState& state, ModelMerge& merge, int) {
      state.optimizer.slots[0][1](3, 2) = 1e-3F * before;
      merge.all();
    });
    for (const RunState& state : states) CHECK(state.optimizer.slots[0][1](3, 2) >= 0.0F);
  }
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
  for (const RunState& state : states) CHECK(state.optimizer.slots[0][0](1, 0) == Approx(3.0F).epsilon(rounding));
}

}  // namespace
}  // namespace rowgrad
