// A run that is not finished, asked: the parameters of its last checkpoint, and what says so.
#include "session/stored_model.hpp"

#include "analysis/word_vectors.hpp"
#include "core/error.hpp"
#include "run/run_lock.hpp"
#include "session/model_is_current.hpp"
#include "session/run_overview.hpp"
#include "session/start_from.hpp"
#include "tests/catch.hpp"
#include "tests/stop_after.hpp"
#include "tests/trained.hpp"

namespace rowgrad {
namespace {

using Catch::Matchers::Contains;

Json config(std::size_t epochs, const std::string& rows = "lazy") {
  return Json::parse(R"({"data": {"task": "classification", "train": "train.tsv"},
    "model": [{"name": "embed", "layer": "Embedding", "input": "tokens", "dim": 4},
              {"name": "sum", "layer": "Sum", "input": "embed"},
              {"name": "logits", "layer": "Linear", "input": "sum", "out": "classes"},
              {"name": "loss", "layer": "SoftmaxCE", "inputs": ["logits", "label"]}],
    "optimizer": {"type": "AdamW", "lr": 0.05, "weight_decay": 0.1, "rows": ")" +
                     rows + R"("}, "train": {"batch_size": 2, "epochs": )" + std::to_string(epochs) + "}}");
}

struct Folder {
  TemporaryFolder folder;
  Folder() {
    folder.write("train.tsv", "good film\tpos\nbad film\tneg\nfine\tpos\ndull\tneg\ngood plot\tpos\n");
    folder.write("dev.tsv", "good\tpos\nbad\tneg\n");
  }

  RunSpec spec(const Json& json) const { return read_run_spec(Config::load(folder.write("config.json", json.dump()))); }
  /// Nothing if it was stopped.
  std::optional<Summary> train(const std::string& name, const Json& json, std::size_t stop_after = 1000,
                               const std::string& init_from = {}) const {
    StopAfter observer(stop_after);
    TrainRequest request{folder / name};
    if (!init_from.empty()) request.init_from = folder / init_from;
    return rowgrad::train(spec(json), request, observer);
  }
};

void check_same(const Parameters<float>& a, const Parameters<float>& b) {
  REQUIRE(a.size() == b.size());
  for (std::size_t p = 0; p < a.size(); ++p) CHECK(a[p].value == b[p].value);
}

TEST_CASE("a run that was stopped answers as one that had no more epochs, and says where it stands") {
  const std::string rows = GENERATE(as<std::string>(), "lazy", "exact");
  const Folder place;
  REQUIRE(place.train("finished", config(2, rows)));
  REQUIRE_FALSE(place.train("stopped", config(5, rows), 2));
  const TrainedModel finished = open_run(place.folder / "finished"), stopped = open_run(place.folder / "stopped");
  check_same(finished.parameters, stopped.parameters);
  CHECK(finished.note.empty());
  CHECK_THAT(stopped.note, Contains("stopped is not finished") && Contains("step 6 (2 of 5 epochs)"));

  const WordVectors vectors = WordVectors::open(place.folder / "stopped");
  CHECK(vectors.values() == stopped.parameters[0].value);
  REQUIRE(vectors.notes().size() == 1);
  CHECK(vectors.notes()[0] == stopped.note);
  CHECK_THROWS_WITH(WordVectors::open(place.folder / "stopped", "sum.weight"), Contains("no table"));
}

TEST_CASE("where early stopping keeps a best epoch, its parameters answer") {
  const Folder place;
  Json json = config(9);
  json["data"]["dev"] = "dev.tsv";
  json["train"]["patience"] = 9;
  REQUIRE_FALSE(place.train("run", json, 3));
  const RunDirectory run(place.folder / "run");
  const TrainedModel model = open_run(run.path());
  const RunState state = read_state(CheckpointFile(run.checkpoint()), model.experiment);
  REQUIRE(state.best.epoch > 0);
  for (std::size_t p = 0; p < model.parameters.size(); ++p)
    CHECK(model.parameters[p].value == state.best.parameters[p]);
  CHECK_THAT(model.note, Contains("best epoch so far, " + std::to_string(state.best.epoch)));
}

TEST_CASE("a new run starts from one that is not finished, and hears of it") {
  const Folder place;
  REQUIRE_FALSE(place.train("stopped", config(5), 2));
  REQUIRE(place.train("second", config(0), 1000, "stopped"));
  check_same(open_run(place.folder / "second").parameters, open_run(place.folder / "stopped").parameters);

  std::vector<std::string> notes;
  const Experiment experiment = load_experiment(place.spec(config(0)));
  RunState state = initial_state(experiment);
  start_from(place.folder / "stopped", experiment, state.parameters, [&](const auto& note) { notes.push_back(note); });
  REQUIRE(!notes.empty());
  CHECK_THAT(notes[0], Contains("is not finished"));
}

TEST_CASE("a finished run that is trained on answers from its checkpoint until it is finished again, and says so") {
  const Folder place;
  REQUIRE(place.train("run", config(2)));
  const RunDirectory run(place.folder / "run");
  CHECK(open_run(run.path()).note.empty());
  StopAfter after_three(3);
  REQUIRE_FALSE(resume(read_run(run, {"train.epochs=5"}), run.path(), after_three));

  REQUIRE(place.train("three", config(3)));
  CHECK_FALSE(model_is_current(run));
  const TrainedModel model = open_run(run.path());
  CHECK_THAT(model.note, Contains("step 9 (3 of 5 epochs)"));
  check_same(model.parameters, open_run(place.folder / "three").parameters);
  CHECK(look_at_run(run.path()).state == RunOverview::State::unfinished);

  finish_early(read_run(run), run.path(), after_three);
  CHECK(model_is_current(run));
  CHECK(open_run(run.path()).note.empty());
}

TEST_CASE("a model without a checkpoint, or with a damaged one, answers as it is") {
  const Folder place;
  REQUIRE(place.train("run", config(2)));
  const RunDirectory run(place.folder / "run");
  std::filesystem::resize_file(run.checkpoint(), 100);
  CHECK(open_run(run.path()).note.empty());
  std::filesystem::remove(run.checkpoint());
  CHECK(open_run(run.path()).note.empty());
}

TEST_CASE("a run that has saved nothing is refused with one message: wait, or train again") {
  const Folder place;
  REQUIRE_FALSE(place.train("run", config(5), 2));
  std::filesystem::remove(place.folder / "run/checkpoint/state.safetensors");
  CHECK_THROWS_WITH(open_run(place.folder / "run"), Contains("neither a model nor a checkpoint") && Contains("again"));
  const RunLock lock(place.folder / "run");
  CHECK(RunLock::is_held(place.folder / "run"));
  CHECK_THROWS_WITH(open_run(place.folder / "run"), Contains("is being trained") && Contains("wait"));
}

TEST_CASE("a run is read while it is written: the lock is for writers") {
  const Folder place;
  REQUIRE_FALSE(place.train("run", config(5), 2));
  const RunLock lock(place.folder / "run");
  CHECK_FALSE(open_run(place.folder / "run").parameters.empty());
}

TEST_CASE("a damaged checkpoint of an unfinished run is told as such") {
  const Folder place;
  REQUIRE_FALSE(place.train("run", config(5), 2));
  std::filesystem::resize_file(place.folder / "run/checkpoint/state.safetensors", 100);
  CHECK_THROWS_AS(open_run(place.folder / "run"), Error);
}

}  // namespace
}  // namespace rowgrad
