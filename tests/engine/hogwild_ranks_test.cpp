// Hogwild on several ranks, as the engine runs it.
#include "engine/hogwild_ranks.hpp"

#include "tests/catch.hpp"
#include "tests/engine/fused_skip_gram.hpp"
#include "tests/models/word2vec/small_skip_gram.hpp"
#include "tests/ranks.hpp"

namespace rowgrad {
namespace {

Experiment skip_gram(std::size_t epochs, int repeats = 3000) {
  return fused_skip_gram(
      repeats, {{"optimizer", {{"type", "SGD"}, {"lr", 0.02}}},
                {"train", {{"engine", "hogwild"}, {"epochs", epochs}, {"batch_size", 1}, {"reduction", "sum"}}}});
}

// The observer of each rank is observers[rank].
std::vector<RunState> train_on_ranks(int ranks, const Experiment& experiment, const RunState& start,
                                     const std::vector<RunObserver*>& observers) {
  std::vector<RunState> states(static_cast<std::size_t>(ranks));
  Ranks(ranks).run([&](Communicator& c) {
    const auto r = static_cast<std::size_t>(c.rank());
    states[r] = experiment.spec.engine->run(experiment.context(c), start, *observers[r]);
  });
  return states;
}

std::vector<RunState> train_on_ranks(int ranks, const Experiment& experiment) {
  RunObserver nobody;
  const std::vector<RunObserver*> observers(static_cast<std::size_t>(ranks), &nobody);
  return train_on_ranks(ranks, experiment, fresh_state(experiment), observers);
}

void check_ranks_agree(const Experiment& experiment) {
  const RunState one = train_in_memory(experiment);
  const auto states = train_on_ranks(3, experiment);
  for (const RunState& state : states) {
    CHECK(same(state.parameters, states[0].parameters));
    CHECK(state.step == states[0].step);
    CHECK(state.last_epoch_loss == Approx(one.last_epoch_loss).epsilon(0.1));
  }
}

TEST_CASE("after a hogwild run all ranks have the same tables, which are as good as one process's") {
  check_ranks_agree(small_skip_gram("hogwild", 20));
}
TEST_CASE("after a hogwild run with a fused step too, all ranks have the same tables") {
  check_ranks_agree(skip_gram(2));
}

// Wishes to stop once some steps are done.
struct Interruption : RunObserver {
  std::optional<RunState> saved;
  Wish progressed(const RunProgress& progress) override {
    return progress.step > 0 && !saved ? Wish::save_and_stop : Wish::go_on;
  }
  void save(const RunState& state) override { saved = state; }
};
// Only hears of it.
struct Saved : RunObserver {
  std::optional<RunState> state;
  void save(const RunState& saved) override { state = saved; }
};

RunState interrupted_on_two_ranks(const Experiment& experiment) {
  Saved first;
  Interruption second;
  const auto stopped = train_on_ranks(2, experiment, fresh_state(experiment), {&first, &second});
  REQUIRE(first.state);
  CHECK(first.state->epoch == 0);
  CHECK(first.state->shards.size() == 2);
  for (const RunState& state : stopped) CHECK(same(state.parameters, first.state->parameters));
  return *first.state;
}

// On a text long enough that it is not over before anybody has met, however busy the machine.
TEST_CASE("one rank that wishes to stop stops all, and any number of ranks goes on from there") {
  const Experiment experiment = skip_gram(1, 40000);
  const std::size_t steps = train_on_ranks(2, experiment)[0].step;
  const RunState saved = interrupted_on_two_ranks(experiment);
  CHECK(saved.step < steps);
  for (const auto& shard : saved.shards) CHECK(shard.status != ShardPosition::Status::waiting);
  RunObserver nobody;
  CHECK(experiment.spec.engine->run(experiment.context(), saved, nobody).step == steps);
  for (const int ranks : {2, 3}) {
    const std::vector<RunObserver*> observers(static_cast<std::size_t>(ranks), &nobody);
    for (const RunState& state : train_on_ranks(ranks, experiment, saved, observers)) CHECK(state.step == steps);
  }
}

// Fails as a full disk would, but in a worker.
struct FailsInAWorker : RunObserver {
  void logged(const StepMetrics&) override { throw std::runtime_error("the disk is full"); }
};

TEST_CASE("a worker that fails on one rank ends the run on all") {
  const Experiment experiment = skip_gram(100);
  RunObserver nobody;
  FailsInAWorker fails;
  std::vector<std::string> heard(2);
  Ranks(2).run([&](Communicator& c) {
    RunObserver& observer = c.first() ? nobody : fails;
    try {
      experiment.spec.engine->run(experiment.context(c), fresh_state(experiment), observer);
    } catch (const std::exception& e) {
      heard[static_cast<std::size_t>(c.rank())] = e.what();
    }
  });
  CHECK(heard == std::vector<std::string>{"another rank failed", "the disk is full"});
}

}  // namespace
}  // namespace rowgrad
