// An observer may look at the state between two steps, without a checkpoint being written.
#include "run/run_observer.hpp"

#include <chrono>
#include <thread>

#include "core/parallel.hpp"
#include "tests/catch.hpp"
#include "tests/models/word2vec/small_skip_gram.hpp"

namespace rowgrad {
namespace {

struct Look {
  std::size_t step, epoch;
  double fraction;
};

// Wishes for a look after certain steps, and at the end.
struct Looker : RunObserver {
  std::vector<std::size_t> steps = {};
  Wish then = Wish::look;
  std::vector<Look> looks = {};
  std::size_t saves = 0;

  Wish progressed(const RunProgress& p) override {
    return std::find(steps.begin(), steps.end(), p.step) == steps.end() ? Wish::go_on : then;
  }
  Wish epoch_ended(const EpochMetrics& m) override { return m.last ? Wish::look : Wish::go_on; }
  void look(const RunState& state, const RunProgress& p) override {
    CHECK(p.step == state.step);
    looks.push_back({state.step, state.epoch, p.fraction});
  }
  void save(const RunState& state) override {
    ++saves;
    CHECK(looks.back().step == state.step);
  }
};

TEST_CASE("an observer looks before the first step, after those it wished for, and at the end, and nothing is saved") {
  const Experiment experiment = small_skip_gram("graph", 2);
  Looker looker;
  looker.steps = {3, 4};
  const RunState state = train_in_memory(experiment, looker);
  REQUIRE(looker.looks.size() == 4);
  CHECK(looker.looks[0].step == 0);
  CHECK(looker.looks[0].fraction == 0.0);
  CHECK(looker.looks[1].step == 3);
  CHECK(looker.looks[2].step == 4);
  CHECK(looker.looks[2].fraction > looker.looks[1].fraction);
  CHECK(looker.looks[3].step == state.step);
  CHECK(looker.looks[3].epoch == 2);
  CHECK(looker.looks[3].fraction == 1.0);
  CHECK(looker.saves == 0);
  CHECK(same(state.parameters, train_in_memory(experiment).parameters));
}

TEST_CASE("a save implies a look before it") {
  Looker looker;
  looker.steps = {3};
  looker.then = GENERATE(Wish::save, Wish::save_and_stop);
  const bool stops = looker.then == Wish::save_and_stop;
  train_in_memory(small_skip_gram("graph", 2), looker);
  CHECK(looker.saves == 1);
  REQUIRE(looker.looks.size() == (stops ? 2 : 3));
  CHECK(looker.looks[1].step == 3);
}

// Always wishes for a look, and looks twice.
struct Watcher : RunObserver {
  std::size_t looks = 0;
  Wish progressed(const RunProgress&) override { return Wish::look; }
  void look(const RunState& state, const RunProgress&) override {
    ++looks;
    const std::size_t step = state.step;
    const Parameters<float> parameters = state.parameters;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
    CHECK(state.step == step);
    CHECK(same(state.parameters, parameters));
  }
};

TEST_CASE("hogwild workers stand still while an observer looks, and work on afterwards") {
  const Experiment experiment = small_skip_gram("hogwild", 100);
  set_threads(2);
  Watcher watcher;
  const RunState state = train_in_memory(experiment, watcher);
  set_threads(1);
  CHECK(watcher.looks > 2);
  CHECK(state.epoch == 100);
}

}  // namespace
}  // namespace rowgrad
