#include "session/sharding_check.hpp"

#include "core/text_file.hpp"
#include "tests/catch.hpp"
#include "tests/ranks.hpp"
#include "tests/trained.hpp"

namespace rowgrad {
namespace {

using Overrides = std::vector<std::string>;

TEST_CASE("what needs all rows of a sharded table in one place is refused on several ranks only") {
  const auto refused = [](const char* config, Overrides overrides, const std::string& part) {
    overrides.emplace_back("model.embed.table=sharded");
    const Experiment experiment = shipped_experiment(config, overrides);
    check_sharding(experiment.spec, experiment.graph, one_process());
    Ranks(2).run([&](Communicator& ranks) {
      const auto lock = asserting();
      CHECK_THROWS_WITH(check_sharding(experiment.spec, experiment.graph, ranks), Catch::Matchers::Contains(part));
    });
  };
  refused("bigram_tied", {}, "\"embed.weight\" is sharded, but Linear \"logits\" reads all its rows");
  refused("sentiment", {"optimizer.clip_norm=1"}, "clipping by the norm");
  refused("sentiment", {"train.snapshots=3"}, "a snapshot needs all rows");
}

std::string file_in(const TemporaryFolder& folder, const char* name) {
  return std::string(TextFile(folder / name).bytes());
}

// Trains on so many ranks, from the start or from the checkpoint that is there.
void train_on(int ranks, const TemporaryFolder& folder, const char* config, const Overrides& overrides, bool go_on) {
  Ranks(ranks).run([&](Communicator& communicator) {
    RunObserver nobody;
    const RunSpec spec = shipped_spec(config, overrides);
    if (go_on)
      resume(spec, folder / "run", nobody, communicator);
    else
      train(spec, {folder / "run"}, nobody, communicator);
  });
}

// Two epochs on three ranks, the rest on two, with what is in `run/` compared with one process's.
void check_same_model(const char* config, Overrides overrides, const Overrides& sharded, const Overrides& files) {
  overrides.insert(overrides.end(), {"train.accumulate=4", "train.epochs=3", "schedule.type=constant"});
  const TemporaryFolder one, many;
  train_on(1, one, config, overrides, false);
  overrides.insert(overrides.end(), sharded.begin(), sharded.end());
  overrides.emplace_back("train.epochs=2");
  train_on(3, many, config, overrides, false);
  overrides.back() = "train.epochs=3";
  train_on(2, many, config, overrides, true);
  for (const std::string& file : files) CHECK((file_in(one, file.c_str()) == file_in(many, file.c_str())));
  // What ranks have saved, one process goes on from.
  overrides.back() = "train.epochs=4";
  train_on(1, many, config, overrides, true);
}

TEST_CASE("a sharded table trains, is saved and read by other numbers of ranks with the bits of one process") {
  check_same_model("sentiment", {"data.split=[0.8, 0.2]", "data.test=", "train.patience=5", "optimizer.rows=exact"},
                   {"model.embed.table=sharded"}, {"run/model.safetensors"});
}

TEST_CASE("negative sampling works on sharded tables, word vectors included") {
  check_same_model("sgns", {}, {"model.u.table=sharded", "model.v.table=sharded"},
                   {"run/model.safetensors", "run/embeddings.bin"});
}

TEST_CASE("sampled softmax works on a sharded table that is tied") {
  check_same_model("word_lm_sampled", {}, {"model.embed.table=sharded"}, {"run/model.safetensors"});
}

// The bias is looked up by fewer inputs than the table it is fetched with, and its rows are behind for longer.
TEST_CASE("tables of a group are each brought up to date where they are looked up themselves") {
  check_same_model("word_lm_sampled", {"optimizer.rows=exact", "data.sampled=1", "train.batch_size=1"},
                   {"model.embed.table=sharded"}, {"run/model.safetensors"});
}

TEST_CASE("a run on ranks starts from another's sharded table") {
  const TemporaryFolder folder;
  RunObserver nobody;
  const Overrides overrides{"train.accumulate=2", "train.epochs=1", "model.embed.table=sharded"};
  train(shipped_spec("sentiment", overrides), {folder / "from"}, nobody);
  train(shipped_spec("sentiment", overrides), {folder / "one", folder / "from"}, nobody);
  Ranks(2).run([&](Communicator& ranks) {
    RunObserver quiet;
    train(shipped_spec("sentiment", overrides), {folder / "many", folder / "from"}, quiet, ranks);
  });
  CHECK((file_in(folder, "one/model.safetensors") == file_in(folder, "many/model.safetensors")));
}

}  // namespace
}  // namespace rowgrad
