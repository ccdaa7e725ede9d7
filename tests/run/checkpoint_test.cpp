#include "run/checkpoint.hpp"

#include <limits>

#include "core/text_file.hpp"
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
  const RunIdentity identity{{{"seed", 3}}, {{"data.train", "0123456789abcdef"}}};
  write_checkpoint(folder / "deep/state.safetensors", state, {1000, 77, identity});
  const Checkpoint read = read_checkpoint(folder / "deep/state.safetensors", fresh_state(experiment), true);
  CHECK(read.facts.tokens == 1000);
  CHECK(read.facts.metrics_bytes == 77);
  CHECK(read.facts.identity.config == identity.config);
  CHECK(read.facts.identity.files == identity.files);
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

TEST_CASE("a state nested a million deep is refused like any other damage") {
  const TemporaryFolder folder;
  const std::filesystem::path file = folder / "state.safetensors";
  const std::string deep = R"({"identity": {"config": )" + std::string(1000000, '[');
  write_safetensors(file, {}, {{"state", deep}});
  CHECK_THROWS_WITH(CheckpointFile(file), Catch::Contains("is damaged"));
}

TEST_CASE("positions of version 0.1 are understood: of one pass, and of a pass cut into shards") {
  CHECK(shards_of_0_1(Json(), false).empty());
  CHECK(same(shards_of_0_1(Json(12U), false)[0], {Status::under_way, {12}}));
  CHECK(same(shards_of_0_1(Json::parse("[3, 1, 0]"), false)[0], {Status::under_way, {3, 1, 0}}));
  const auto shards = shards_of_0_1(Json::parse("[true, 9, [3, 1, 0], null]"), true);
  REQUIRE(shards.size() == 4);
  CHECK(same(shards[0], {Status::done, {}}));
  CHECK(same(shards[1], {Status::under_way, {9}}));
  CHECK(same(shards[2], {Status::under_way, {3, 1, 0}}));
  CHECK(same(shards[3], {Status::waiting, {}}));
}

// A checkpoint in the form of version 0.1, without checksums, whose JSON a test may spoil.
struct OldCheckpoint {
  Experiment experiment = shipped_experiment("sentiment", {"optimizer.rows=exact"});
  RunState state = initial_state(experiment);
  Json place = Json::parse(R"({"epoch": 2, "step": 64, "position": null, "epoch_loss": [], "last_epoch_loss": 0.5,
    "early_stopping": {"waited": 0, "epoch": 0, "loss": 0.0, "accuracy": 0.0}, "train_seconds": 1.5, "tokens": 10,
    "metrics_bytes": 0})");
  TemporaryFolder folder;
  std::filesystem::path file = folder / "state.safetensors";

  OldCheckpoint() { state.optimizer.rates.assign(64, 0.01); }

  RunState read(bool sharded = false) {
    std::vector<NamedMatrix> tensors;
    for (std::size_t p = 0; p < state.parameters.size(); ++p) {
      const std::string name = state.parameters[p].spec.name;
      tensors.push_back({name, &state.parameters[p].value});
      for (std::size_t s = 0; s < state.optimizer.slots[p].size(); ++s)
        tensors.push_back({"optimizer/" + std::to_string(s) + "/" + name, &state.optimizer.slots[p][s]});
      if (state.optimizer.clocks[p].rows.size() > 0)
        tensors.push_back({"optimizer/clocks/" + name, &state.optimizer.clocks[p].rows});
    }
    auto rates = zeros<double>(1, state.optimizer.rates.size());
    std::copy(state.optimizer.rates.begin(), state.optimizer.rates.end(), rates.data());
    tensors.push_back({"optimizer/rates", &rates});
    write_safetensors(file, tensors, {{"state", place.dump()}});
    return read_checkpoint(file, fresh_state(experiment), sharded).state;
  }

  void check_refused(const std::string& why = "is damaged") {
    CAPTURE(place.dump());
    CHECK_THROWS_WITH(read(), Catch::Contains(file.string()) && Catch::Contains(why));
  }
};

TEST_CASE("a checkpoint of version 0.1, which has no checksums, is read") {
  OldCheckpoint old;
  CHECK(old.read().step == 64);
  old.place["position"] = 12;
  CHECK(same(old.read().shards.at(0), {Status::under_way, {12}}));
}

TEST_CASE("a checkpoint that names a best epoch without its parameters is refused") {
  OldCheckpoint old;
  old.place["early_stopping"]["epoch"] = 2;
  old.check_refused("has no tensor \"best/");
}

TEST_CASE("a checkpoint that says what training cannot have left is refused") {
  const auto [pointer, value] = GENERATE(table<const char*, const char*>({
      {"/epoch", "-1"},
      {"/epoch", "1.5"},
      {"/epoch", "null"},
      {"/step", "0"},
      {"/step", "-1"},
      {"/step", "63"},  // fewer than there are learning rates
      {"/shards", "[true, null]"},
      {"/shards", "[null]"},
      {"/shards", "7"},
      {"/shards", "[[-1]]"},
      {"/shards", "[[1.5]]"},
      {"/epoch_loss", "[[null, 3]]"},
      {"/epoch_loss", "[[1.5, -3]]"},
      {"/epoch_loss", "[[1.5]]"},
      {"/last_epoch_loss", "null"},
      {"/early_stopping/waited", "3"},
      {"/early_stopping/loss", "null"},
      {"/train_seconds", "-1"},
      {"/tokens", "-1"},
      {"/metrics_bytes", "null"},
      {"/format", "3"},
  }));
  OldCheckpoint old;
  old.place[Json::json_pointer(pointer)] = Json::parse(value);
  old.check_refused();
}

TEST_CASE("matrices that training cannot have left are refused") {
  OldCheckpoint old;
  const auto nan = std::numeric_limits<float>::quiet_NaN();
  SECTION("a weight") { old.state.parameters[0].value(1, 1) = nan; }
  SECTION("the optimizer's state") { old.state.optimizer.slots[0][1](2, 3) = -nan; }
  SECTION("a learning rate") { old.state.optimizer.rates[5] = std::numeric_limits<double>::infinity(); }
  old.check_refused("not finite");
}

TEST_CASE("clocks of rows that training cannot have left are refused") {
  OldCheckpoint old;
  Matrix<Id>& clocks = old.state.optimizer.clocks[0].rows;
  SECTION("beyond the last step") { clocks(3, 1) = 65; }
  SECTION("the state ahead of the weights") { clocks(3, 0) = 5; }
  SECTION("older than the learning rates that are known") { old.state.optimizer.rates.resize(10); }
  old.check_refused("row ");
}

TEST_CASE("epochs and losses beyond those of the run are refused") {
  OldCheckpoint old;
  old.place["epoch_loss"] = Json::parse("[[1.5, 3], [1.5, 3]]");
  CHECK_NOTHROW(old.read());
  const CheckpointFile file(old.file);
  CHECK_THROWS_WITH(file.read(fresh_state(old.experiment), {.losses = 1}), Catch::Contains("2 losses of 1"));
  CHECK_THROWS_WITH(file.read(fresh_state(old.experiment), {.epochs = 1}), Catch::Contains("the run has 1"));
  CHECK_NOTHROW(file.read(fresh_state(old.experiment), {.epochs = 2, .losses = 2}));
}

TEST_CASE("every byte of a checkpoint is covered by a checksum") {
  const Experiment experiment = shipped_experiment("sentiment");
  const TemporaryFolder folder;
  const std::filesystem::path file = folder / "state.safetensors";
  RunState state = initial_state(experiment);
  state.epoch = 1;
  state.step = 32;
  write_checkpoint(file, state, {10, 0});
  const std::string whole(TextFile(file).bytes());
  CHECK_NOTHROW(read_checkpoint(file, fresh_state(experiment), false));
  const std::size_t digit = whole.find("\\\"step\\\":32") + std::string_view("\\\"step\\\":").size();
  for (const std::size_t at : {digit, whole.size() - 1, whole.size() / 2}) {
    std::string damaged = whole;
    damaged[at] ^= 1;
    folder.write("state.safetensors", damaged);
    CHECK_THROWS_WITH(read_checkpoint(file, fresh_state(experiment), false), Catch::Contains("another checksum"));
  }
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
