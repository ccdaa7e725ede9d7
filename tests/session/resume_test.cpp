// A resumed run proves that it goes on with the same data, labels and settings.
#include "core/text_file.hpp"
#include "run/checkpoint.hpp"
#include "run/run_lock.hpp"
#include "session/stored_model.hpp"
#include "tests/catch.hpp"
#include "tests/in_memory.hpp"
#include "tests/trained.hpp"

namespace rowgrad {
namespace {

constexpr const char* texts = "good film\tpos\nbad film\tneg\ngood\tpos\nbad\tneg\n";

// Stops after a number of steps.
class Stopper : public RunObserver {
 public:
  explicit Stopper(std::size_t steps) : steps_(steps) {}
  Wish progressed(const RunProgress& progress) override {
    return progress.step < steps_ ? Wish::go_on : Wish::save_and_stop;
  }

 private:
  std::size_t steps_;
};

// A run that was stopped in its second epoch.
struct StoppedRun {
  TemporaryFolder folder;
  RunDirectory run{folder / "run"};
  RunObserver nobody;

  StoppedRun() {
    folder.write("train.tsv", texts);
    folder.write("dev.tsv", "good\tpos\n");
    Stopper stopper(3);
    REQUIRE_FALSE(train(read_run_spec(Config::load(folder.write("config.json", R"({
      "data": {"task": "classification", "train": "train.tsv", "dev": "dev.tsv"},
      "model": [{"name": "embed", "layer": "Embedding", "input": "tokens", "dim": 4},
                {"name": "sum", "layer": "Sum", "input": "embed"},
                {"name": "logits", "layer": "Linear", "input": "sum", "out": "classes"},
                {"name": "loss", "layer": "SoftmaxCE", "inputs": ["logits", "label"]}],
      "optimizer": {"type": "AdamW", "lr": 0.05}, "train": {"epochs": 3, "batch_size": 2}})"))),
                        {folder / "run"}, stopper));
  }

  auto go_on() { return resume(read_run(run), run.path(), nobody); }
  void check_refused(const std::string& what) {
    CHECK_THROWS_WITH(go_on(), Catch::Contains(what) && Catch::Contains("--init-from"));
    CHECK_FALSE(std::filesystem::exists(run.model()));
  }
};

TEST_CASE("changed data is named, though it has as many tokens") {
  StoppedRun stopped;
  SECTION("labels") {
    stopped.folder.write("train.tsv", "good film\tneg\nbad film\tpos\ngood\tpos\nbad\tneg\n");
    stopped.check_refused("train.tsv");
  }
  SECTION("the dev split") {
    stopped.folder.write("dev.tsv", "good\tneg\n");
    stopped.check_refused("dev.tsv");
  }
  stopped.folder.write("train.tsv", texts);
  stopped.folder.write("dev.tsv", "good\tpos\n");
  CHECK(stopped.go_on());
}

TEST_CASE("changed vocabularies are named") {
  StoppedRun stopped;
  stopped.folder.write("run/labels.txt", std::string(TextFile(stopped.run.labels()).text()) + "other\t1\n");
  stopped.check_refused("labels.txt");
  std::filesystem::remove(stopped.run.labels());
  stopped.check_refused("labels.txt");
}

TEST_CASE("a changed setting is named by its JSON pointer, and more epochs are none") {
  StoppedRun stopped;
  Json config = Json::parse(TextFile(stopped.run.config()).text());
  config["optimizer"]["lr"] = 0.06;
  stopped.run.write_config(config);
  stopped.check_refused("/optimizer/lr");
  config["optimizer"]["lr"] = 0.05;
  config["train"]["epochs"] = 5;
  stopped.run.write_config(config);
  CHECK(stopped.go_on().value().epochs == 5);
}

TEST_CASE("data that was moved is the same data") {
  StoppedRun stopped;
  std::filesystem::rename(stopped.folder / "train.tsv", stopped.folder / "moved.tsv");
  Json config = Json::parse(TextFile(stopped.run.config()).text());
  config["data"]["train"] = (stopped.folder / "moved.tsv").string();
  stopped.run.write_config(config);
  CHECK(stopped.go_on());
}

TEST_CASE("a position outside the data is refused") {
  StoppedRun stopped;
  const Experiment experiment = load_experiment(read_run(stopped.run), {stopped.run.vocabularies(), /*complete=*/true});
  const CheckpointFile file(stopped.run.checkpoint());
  const CheckpointFacts& facts = file.facts();
  RunState state = file.read(fresh_state(experiment), {});
  REQUIRE(state.shards.size() == 1);
  state.shards[0].at = {1000};
  write_checkpoint(stopped.run.checkpoint(), state, facts);
  CHECK_THROWS_WITH(stopped.go_on(), Catch::Contains("state.safetensors") && Catch::Contains("1000"));
  state.shards[0].at = {1, 0};
  write_checkpoint(stopped.run.checkpoint(), state, facts);
  CHECK_THROWS_WITH(stopped.go_on(), Catch::Contains("state.safetensors"));
}

TEST_CASE("a position outside a text of word windows is refused") {
  const Experiment experiment = shipped_experiment("sgns");
  const auto source = experiment.dataset->batches({});
  Batch batch;
  REQUIRE(source->next(batch));
  const PassPosition good = source->position();
  CHECK_NOTHROW(source->seek(good));
  for (const PassPosition& bad : {PassPosition{}, {1}, {1ULL << 40, 0, 0}, {0, 1ULL << 40, 0}, {0, 0, 1ULL << 40}})
    CHECK_THROWS_AS(source->seek(bad), Error);
}

TEST_CASE("while a run is written, nobody else resumes or replaces it") {
  StoppedRun stopped;
  const RunLock lock(stopped.run.path());
  CHECK_THROWS_WITH(stopped.go_on(), Catch::Contains("is being written by process"));
  CHECK_THROWS_WITH(train(read_run(stopped.run), {stopped.run.path(), {}, true}, stopped.nobody),
                    Catch::Contains("is being written by process"));
}

TEST_CASE(
    "a run that is finished early is that of its checkpoint, and may still go on to the bits of an undisturbed one") {
  StoppedRun stopped;  // after step 3, in the middle of the second epoch
  Notes notes;
  const std::string checkpoint(TextFile(stopped.run.checkpoint()).bytes());
  const Summary summary = finish_early(read_run(stopped.run), stopped.run.path(), notes);
  CHECK(summary.steps == 3);
  CHECK(summary.epochs == 1);
  CHECK(summary.splits.contains(Split::dev));
  CHECK(notes.text.find("step 3, 1.50 of 3 epochs") != std::string::npos);
  CHECK(std::string(TextFile(stopped.run.checkpoint()).bytes()) == checkpoint);
  const Experiment experiment = load_experiment(read_run(stopped.run), {stopped.run.vocabularies(), true});
  const RunState state = CheckpointFile(stopped.run.checkpoint()).read(fresh_state(experiment), {});
  CHECK(same(open_run(stopped.run.path()).parameters, state.parameters));

  CHECK(stopped.go_on());
  const std::string model(TextFile(stopped.run.model()).bytes());
  train(read_run(stopped.run), {stopped.folder / "straight"}, stopped.nobody);
  CHECK(model == TextFile(stopped.folder / "straight/model.safetensors").bytes());
}

TEST_CASE("a run is finished early only if it has a checkpoint that no model was made of") {
  StoppedRun stopped;
  const RunSpec spec = read_run(stopped.run);
  finish_early(spec, stopped.run.path(), stopped.nobody);
  CHECK_THROWS_WITH(finish_early(spec, stopped.run.path(), stopped.nobody), Catch::Contains("finished already"));
  Stopper stopper(4);
  CHECK_FALSE(resume(spec, stopped.run.path(), stopper));
  CHECK(finish_early(spec, stopped.run.path(), stopped.nobody).steps == 4);
  std::filesystem::remove(stopped.run.checkpoint());
  CHECK_THROWS_WITH(finish_early(spec, stopped.run.path(), stopped.nobody), Catch::Contains("no checkpoint"));
}

TEST_CASE("finished early, a run with early stopping keeps its best epoch, and speed counts the part of an epoch") {
  const TemporaryFolder folder;
  const RunSpec spec = shipped_spec("sentiment", {"train.patience=5", "data.split=[0.8, 0.2]", "data.test="});
  Stopper stopper(60);  // 25 steps an epoch
  CHECK_FALSE(train(spec, {folder / "run"}, stopper));
  RunObserver nobody;
  const Summary summary = finish_early(spec, folder / "run", nobody);
  CHECK(summary.epochs == 2);
  CHECK(summary.best_epoch > 0);
  const auto dataset = spec.data->load(spec.data_where());
  const double passes =
      summary.tokens_per_second * summary.seconds_train / static_cast<double>(dataset->token_count(Split::train));
  CHECK(passes == Approx(60.0 / 25.0));
}

TEST_CASE("a run that was saved before there were snapshots goes on without them") {
  StoppedRun stopped;
  // As an older version wrote it: neither the config nor the checkpoint knows the keys.
  const auto forget = [](Json& json) {
    for (const char* key : {"snapshots", "snapshot_rows"}) CHECK(json["train"].erase(key) == 1);
  };
  {
    const CheckpointFile saved(stopped.run.checkpoint());
    const RunState state = read_state(saved, open_experiment(stopped.run));
    CheckpointFacts facts = saved.facts();
    forget(facts.identity.config);
    write_checkpoint(stopped.run.checkpoint(), state, facts);
  }
  Json config = Json::parse(TextFile(stopped.run.config()).text());
  forget(config);
  stopped.folder.write("run/config.json", config.dump());
  CHECK(stopped.go_on().value().steps == 6);
}

}  // namespace
}  // namespace rowgrad
