// One run from spec to summary, its observer, and what resuming and early stopping make of it.
#include "session/train.hpp"

#include <thread>

#include "core/parallel.hpp"
#include "core/text_file.hpp"
#include "tests/catch.hpp"
#include "tests/trained.hpp"

namespace rowgrad {
namespace {

// Writes down what it hears, and stops after `most` looks at the progress.
class Listener : public RunObserver {
 public:
  explicit Listener(std::size_t most = ~std::size_t{0}) : most_(most) {}

  void placed(const std::filesystem::path& run) override { place = run; }
  void started(const RunProgress&) override { heard += "started "; }
  Wish progressed(const RunProgress& progress) override {
    fraction = progress.fraction;
    return ++looks < most_ ? Wish::go_on : Wish::save_and_stop;
  }
  Wish epoch_ended(const EpochMetrics& metrics) override {
    heard += metrics.last ? "last-epoch " : "epoch ";
    best += metrics.best() ? 1 : 0;
    patience = metrics.patience;
    return metrics.epoch == last_epoch ? Wish::save_and_stop : Wish::go_on;
  }
  void save(const RunState& state) override {
    heard += "save ";
    saved_step = state.step;
  }
  void finished(const RunProgress& progress) override {
    heard += "finished";
    speed = progress.tokens_per_second();
    fraction = progress.fraction;
  }
  void note(const std::string& text) override { notes += text; }

  std::string heard, notes;
  std::filesystem::path place;
  double speed = 0.0;  // at the end
  std::size_t looks = 0, saved_step = 0, best = 0;
  std::size_t last_epoch = 0;  // after which it wishes to stop; 0: none
  double fraction = 0.0;
  std::optional<Patience> patience;  // after the last epoch

 private:
  std::size_t most_;
};

const std::string model_file(const TemporaryFolder& folder, const char* run) {
  return std::string(TextFile(folder / run / "model.safetensors").text());
}

TEST_CASE("an observer hears a run from start to end, and the run's directory has its files") {
  const TemporaryFolder folder;
  Listener listener;
  const auto summary = train(shipped_spec("sentiment", {"train.epochs=2"}), {folder / "run"}, listener);
  REQUIRE(summary);
  CHECK(listener.heard == "started epoch last-epoch finished");
  CHECK(listener.looks == summary->steps);
  CHECK(listener.fraction == 1.0);
  for (const char* file : {"config.json", "vocab.txt", "labels.txt", "metrics.jsonl", "summary.json"})
    CHECK(std::filesystem::exists(folder / "run" / file));
}

TEST_CASE("a run that an observer stops is saved, and resumed it ends with the same bytes") {
  const std::size_t stop_after = GENERATE(1, 20, 32, 63);  // 32 steps an epoch: also right at an epoch's end
  const TemporaryFolder folder;
  const RunSpec spec = shipped_spec("sentiment", {"train.epochs=2"});
  RunObserver nobody;
  train(spec, {folder / "whole"}, nobody);
  Listener stopper(stop_after);
  CHECK_FALSE(train(spec, {folder / "part"}, stopper));
  CHECK(stopper.saved_step == stop_after);
  CHECK_FALSE(std::filesystem::exists(folder / "part/model.safetensors"));
  CHECK(resume(spec, folder / "part", nobody));
  CHECK(model_file(folder, "part") == model_file(folder, "whole"));
}

TEST_CASE("an observer can stop a run between two epochs, and resumed it ends with the same bytes") {
  const char* const name = GENERATE("sentiment", "word2vec");  // by the graph engine and by hogwild
  const TemporaryFolder folder;
  const RunSpec spec = shipped_spec(name, {"train.epochs=3"});
  RunObserver nobody;
  train(spec, {folder / "whole"}, nobody);
  Listener stopper;
  stopper.last_epoch = 2;
  CHECK_FALSE(train(spec, {folder / "part"}, stopper));
  CHECK(stopper.heard == "started epoch epoch save ");
  CHECK(resume(spec, folder / "part", nobody));
  CHECK(model_file(folder, "part") == model_file(folder, "whole"));
}

TEST_CASE("a run stops early, keeps its best model and remembers across a resume") {
  const TemporaryFolder folder;
  // Dev contradicts train, so that its loss rises from the first epoch on.
  folder.write("train.tsv", "good\tpos\nbad\tneg\ngood film\tpos\nbad film\tneg\n");
  folder.write("dev.tsv", "good\tneg\nbad\tpos\nfilm\tpos\n");
  const RunSpec spec = read_run_spec(Config::load(folder.write("config.json", R"({
    "data": {"task": "classification", "train": "train.tsv", "dev": "dev.tsv"},
    "model": [{"name": "embed", "layer": "Embedding", "input": "tokens", "dim": 4},
              {"name": "sum", "layer": "Sum", "input": "embed"},
              {"name": "logits", "layer": "Linear", "input": "sum", "out": "classes"},
              {"name": "loss", "layer": "SoftmaxCE", "inputs": ["logits", "label"]}],
    "optimizer": {"type": "AdamW", "lr": 0.05}, "train": {"epochs": 50, "batch_size": 2, "patience": 3}})")));
  Listener listener;
  const Summary summary = train(spec, {folder / "run"}, listener).value();
  CHECK(listener.best == summary.best_epoch);
  CHECK(summary.epochs == summary.best_epoch + 3);
  CHECK(summary.epochs < 50);
  CHECK(listener.fraction == static_cast<double>(summary.epochs) / 50);
  CHECK(listener.speed == Approx(summary.tokens_per_second));
  REQUIRE(listener.patience);
  CHECK(listener.patience->best_epoch == summary.best_epoch);
  CHECK(listener.patience->waited == 3);
  CHECK(listener.patience->exhausted);
  CHECK(summary.splits.at(Split::dev).loss < 0.75);
  RunObserver nobody;
  const Summary resumed = resume(read_run(RunDirectory(folder / "run")), folder / "run", nobody).value();
  CHECK(resumed.epochs == summary.epochs);
  CHECK(resumed.splits.at(Split::dev).loss == summary.splits.at(Split::dev).loss);
}

TEST_CASE("a run without a place of its own goes beside those that are there, two at once as well") {
  const TemporaryFolder folder;
  const RunSpec spec = shipped_spec("bigram", {"train.epochs=0"});
  Listener stopped(1), beside;
  CHECK_FALSE(train(shipped_spec("bigram", {"train.epochs=1"}), {folder / "run"}, stopped));
  CHECK(stopped.place == folder / "run");
  train(spec, {.out = folder / "run", .beside = true}, beside);
  CHECK(beside.place == folder / "run-2");
  CHECK(beside.notes.find("train --resume --out " + (folder / "run").string()) != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(folder / "run/model.safetensors"));

  std::vector<std::filesystem::path> places(4);
  std::vector<std::jthread> runs;
  for (std::filesystem::path& place : places) {
    runs.emplace_back([&] {
      ThreadPool pool(1);
      const UseThreads use(pool);
      Listener listener;
      train(spec, {.out = folder / "run", .beside = true}, listener);
      place = listener.place;
    });
  }
  runs.clear();  // joins
  std::sort(places.begin(), places.end());
  for (std::size_t i = 0; i < places.size(); ++i) CHECK(places[i] == folder / ("run-" + std::to_string(i + 3)));
}

TEST_CASE("two trainings in one process, each with a pool of its own, give the bytes of one") {
  const TemporaryFolder folder;
  const RunSpec spec = shipped_spec("bigram", {"train.epochs=1"});
  const auto run = [&](const char* name, int threads) {
    ThreadPool pool(threads);
    const UseThreads use(pool);
    RunObserver nobody;
    train(spec, {folder / name}, nobody);
  };
  run("alone", 1);
  std::jthread first([&] { run("first", 2); });
  std::jthread second([&] { run("second", 3); });
  first.join();
  second.join();
  CHECK(model_file(folder, "first") == model_file(folder, "alone"));
  CHECK(model_file(folder, "second") == model_file(folder, "alone"));
}

}  // namespace
}  // namespace rowgrad
