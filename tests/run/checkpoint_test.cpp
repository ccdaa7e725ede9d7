#include "run/checkpoint.hpp"

#include "io/safetensors.hpp"
#include "optim/optimizer.hpp"
#include "run/shard_json.hpp"
#include "tests/catch.hpp"
#include "tests/trained.hpp"

namespace rowgrad {
namespace {

using Status = ShardPosition::Status;

bool same(const ShardPosition& a, const ShardPosition& b) { return a.status == b.status && a.at == b.at; }

TEST_CASE("a checkpoint gives back the state that was written, exact rows and best epoch included") {
  const Experiment experiment = shipped_experiment("sentiment", {"optimizer.rows=exact"});
  RunState state = initial_state(experiment);
  state.epoch = 3;
  state.step = 96;
  state.optimizer.steps = 96;
  state.shards = {{Status::done, {}}, {Status::under_way, {5, 6, 7}}, {Status::waiting, {}}};
  state.epoch_loss = LossMeter({{12.5, 40}});
  state.last_epoch_loss = 0.25;
  state.best.observe("loss", 2, {0.5, 0.75, 10, std::nullopt}, state.parameters);
  state.best.waited = 1;
  state.seconds = 7.5;
  state.optimizer.rates.assign(96, 0.01);
  state.optimizer.slots[0][1](2, 3) = 4.0F;
  state.parameters[0].value(1, 1) = 5.0F;

  const TemporaryFolder folder;
  write_checkpoint(folder / "deep/state.safetensors", state, {1000, 77});
  const Checkpoint read = read_checkpoint(folder / "deep/state.safetensors", fresh_state(experiment), false);
  CHECK(read.facts.tokens == 1000);
  CHECK(read.facts.metrics_bytes == 77);
  CHECK(read.state.epoch == 3);
  CHECK(read.state.step == 96);
  CHECK(read.state.optimizer.steps == 96);
  REQUIRE(read.state.shards.size() == 3);
  for (std::size_t s = 0; s < 3; ++s) CHECK(same(read.state.shards[s], state.shards[s]));
  CHECK(read.state.epoch_loss.mean() == state.epoch_loss.mean());
  CHECK(read.state.last_epoch_loss == 0.25);
  CHECK(read.state.best.epoch == 2);
  CHECK(read.state.best.waited == 1);
  CHECK(read.state.best.accuracy == 0.75);
  CHECK(read.state.best.parameters[0] == state.best.parameters[0]);
  CHECK(read.state.seconds == 7.5);
  CHECK(read.state.optimizer.rates == state.optimizer.rates);
  CHECK(read.state.optimizer.slots[0][1](2, 3) == 4.0F);
  CHECK(read.state.parameters[0].value == state.parameters[0].value);
}

TEST_CASE("positions of version 0.1 are understood: of one pass, and of a pass cut into shards") {
  CHECK(shards_of_0_1(Json(), false).empty());
  CHECK(same(shards_of_0_1(Json(12), false)[0], {Status::under_way, {12}}));
  CHECK(same(shards_of_0_1(Json::parse("[3, 1, 0]"), false)[0], {Status::under_way, {3, 1, 0}}));
  const auto shards = shards_of_0_1(Json::parse("[true, 9, [3, 1, 0], null]"), true);
  REQUIRE(shards.size() == 4);
  CHECK(same(shards[0], {Status::done, {}}));
  CHECK(same(shards[1], {Status::under_way, {9}}));
  CHECK(same(shards[2], {Status::under_way, {3, 1, 0}}));
  CHECK(same(shards[3], {Status::waiting, {}}));
}

TEST_CASE("a file that does not say where a run stands is no checkpoint") {
  const Experiment experiment = shipped_experiment("sentiment");
  const TemporaryFolder folder;
  const auto weights = zeros<float>(2, 2);
  write_safetensors(folder / "x.safetensors", {{"w", &weights}}, {{"state", "{}"}});
  CHECK_THROWS_WITH(read_checkpoint(folder / "x.safetensors", fresh_state(experiment), false),
                    Catch::Contains("does not say where the run stands"));
}

}  // namespace
}  // namespace rowgrad
