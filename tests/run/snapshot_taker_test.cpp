#include "run/snapshot_taker.hpp"

#include <cmath>

#include "core/float16.hpp"
#include "core/parallel.hpp"
#include "core/text_file.hpp"
#include "run/marker.hpp"
#include "tests/catch.hpp"
#include "tests/run/kept_snapshots.hpp"

namespace rowgrad {
namespace {

namespace fs = std::filesystem;

std::string bytes_of(const fs::path& file) { return std::string(TextFile(file).bytes()); }

// Without the times, the one field in which two runs of the same bits differ.
std::string metrics_of(const fs::path& run) {
  std::istringstream lines(bytes_of(run / "metrics.jsonl"));
  std::string all;
  for (std::string line; std::getline(lines, line);) {
    Json json = Json::parse(line);
    json.erase("seconds");
    all += json.dump() + "\n";
  }
  return all;
}

TEST_CASE("snapshots are taken evenly, the first before the first step and the last after the last") {
  const TemporaryFolder folder;
  RunObserver nobody;
  train(sentiment({"train.snapshots=4"}), {folder / "run"}, nobody);
  const auto snapshots = snapshots_of(folder / "run");
  REQUIRE(steps_of(folder / "run") == std::vector<std::size_t>{0, 32, 64, 96});
  CHECK_FALSE(snapshots[0].loss);
  CHECK(snapshots[0].fraction == 0.0);
  CHECK(snapshots[3].epoch == 3);
  CHECK(snapshots[3].epochs == 3);
  CHECK(snapshots[3].fraction == 1.0);
  CHECK(snapshots[1].loss.value() > snapshots[3].loss.value());

  const Experiment experiment = load_experiment(sentiment());
  const auto start = initial_state(experiment).parameters;
  const TrainedModel run = open_run(folder / "run");
  const std::size_t p = experiment.graph.find_parameter("embed.weight").value();
  const Matrix<float>&first = start[p].value, &last = run.parameters[p].value;
  REQUIRE(snapshots[0].ids.size() == rows(first));
  REQUIRE(snapshots[0].tables.size() == 1);  // the Linear's weights are looked up by nothing
  for (std::size_t i = 0; i < rows(first); ++i) {
    REQUIRE(snapshots[0].ids[i] == i);
    for (std::size_t j = 0; j < columns(first); ++j) {
      REQUIRE(snapshots[0].tables.at("embed.weight")(i, j) == to_float(to_float16(first(i, j))));
      REQUIRE(snapshots[3].tables.at("embed.weight")(i, j) == to_float(to_float16(last(i, j))));
    }
  }
}

TEST_CASE("snapshots change no bit of the training, lazy or exact, on any number of threads") {
  const std::string rows = GENERATE("lazy", "exact");
  const int workers = GENERATE(1, 3);
  CAPTURE(rows, workers);
  const TemporaryFolder folder;
  RunObserver nobody;
  train(sentiment({"optimizer.rows=" + rows}), {folder / "without"}, nobody);
  set_threads(workers);
  train(sentiment({"optimizer.rows=" + rows, "train.snapshots=50"}), {folder / "with"}, nobody);
  set_threads(1);
  CHECK(snapshot_files(RunDirectory(folder / "with")).size() == 50);
  CHECK(snapshot_files(RunDirectory(folder / "without")).empty());
  CHECK_FALSE(fs::exists(folder / "without/snapshots"));
  CHECK(bytes_of(folder / "with/model.safetensors") == bytes_of(folder / "without/model.safetensors"));
  CHECK(metrics_of(folder / "with") == metrics_of(folder / "without"));
}

TEST_CASE("exact rows are up to date in a snapshot though no step has read them") {
  const TemporaryFolder folder;
  RunObserver nobody;
  for (const std::string rows : {"dense", "exact", "lazy"})
    train(sentiment({"optimizer.rows=" + rows, "train.snapshots=7", "optimizer.weight_decay=0.5"}), {folder / rows},
          nobody);
  const auto dense = snapshots_of(folder / "dense"), exact = snapshots_of(folder / "exact"),
             lazy = snapshots_of(folder / "lazy");
  const auto difference = [](const Snapshot& a, const Snapshot& b) {
    const auto &x = a.tables.at("embed.weight"), &y = b.tables.at("embed.weight");
    float most = 0.0F;
    for (std::size_t i = 0; i < x.size(); ++i) most = std::max(most, std::abs(x.data()[i] - y.data()[i]));
    return most;
  };
  REQUIRE(dense.size() == 7);
  for (std::size_t i = 1; i < 7; ++i) {
    CHECK(difference(exact[i], dense[i]) < 3e-4F);
    CHECK(difference(lazy[i], dense[i]) > 1e-3F);
  }
}

struct Killed : std::exception {};

// Saves after one step and is killed after another.
struct Killer : RunObserver {
  std::size_t saves, dies;
  Killer(std::size_t s, std::size_t d) : saves(s), dies(d) {}
  Wish progressed(const RunProgress& p) override {
    if (p.step == dies) throw Killed();
    return p.step == saves ? Wish::save : Wish::go_on;
  }
};

TEST_CASE("a run that was killed and resumed ends with the same snapshots as one that nobody disturbed") {
  const std::string rows = GENERATE("lazy", "exact");
  const std::size_t saves = GENERATE(20, 32, 41);
  CAPTURE(rows, saves);
  const TemporaryFolder folder;
  RunObserver nobody;
  const RunSpec spec = sentiment({"optimizer.rows=" + rows, "train.snapshots=13"});
  train(spec, {folder / "whole"}, nobody);
  Killer killer(saves, 70);
  CHECK_THROWS_AS(train(spec, {folder / "run"}, killer), Killed);
  CHECK(steps_of(folder / "run").back() > saves);  // those are done, and kept, again
  // What stands there is not what the run would write.
  for (const auto& file : snapshot_files(RunDirectory(folder / "run"))) {
    Snapshot spoilt = read_snapshot(file);
    if (spoilt.step <= saves) continue;
    spoilt.tables.begin()->second.fill(7.0F);
    write_snapshot(file, spoilt);
  }
  resume(spec, folder / "run", nobody);
  const auto whole = snapshot_files(RunDirectory(folder / "whole")), run = snapshot_files(RunDirectory(folder / "run"));
  REQUIRE(whole.size() == 13);
  REQUIRE(run.size() == 13);
  for (std::size_t i = 0; i < 13; ++i) {
    CHECK(run[i].filename() == whole[i].filename());
    CHECK(bytes_of(run[i]) == bytes_of(whole[i]));
  }
  CHECK(bytes_of(folder / "run/model.safetensors") == bytes_of(folder / "whole/model.safetensors"));
}

TEST_CASE("a finished run that goes on for more epochs keeps its snapshots and spaces new ones over what is left") {
  const TemporaryFolder folder;
  RunObserver nobody;
  train(sentiment({"train.epochs=2", "train.snapshots=5"}), {folder / "run"}, nobody);
  CHECK(steps_of(folder / "run") == std::vector<std::size_t>{0, 16, 32, 48, 64});
  resume(sentiment({"train.epochs=2", "train.snapshots=5"}), folder / "run", nobody);
  CHECK(steps_of(folder / "run") == std::vector<std::size_t>{0, 16, 32, 48, 64});
  resume(sentiment({"train.epochs=4", "train.snapshots=5"}), folder / "run", nobody);
  CHECK(steps_of(folder / "run") == std::vector<std::size_t>{0, 16, 32, 48, 64, 96, 128});
  const auto listed = read_marker(folder / "run")->files;
  CHECK(std::count(listed.begin(), listed.end(), snapshot_name(6)) == 1);
  // A run that replaces it leaves none of them, and a run without any not even the folder.
  train(sentiment({"train.snapshots=2"}), {folder / "run", {}, true}, nobody);
  CHECK(steps_of(folder / "run") == std::vector<std::size_t>{0, 96});
  train(sentiment(), {folder / "run", {}, true}, nobody);
  CHECK_FALSE(fs::exists(folder / "run/snapshots"));
}

TEST_CASE("a run with fewer steps than snapshots has one for each step, and a single snapshot is the last") {
  const TemporaryFolder folder;
  RunObserver nobody;
  train(sentiment({"train.epochs=1", "data.train=" ROWGRAD_SOURCE_DIR "/data/phrases.test.tsv", "train.batch_size=100",
                   "train.snapshots=30"}),
        {folder / "short"}, nobody);
  CHECK(steps_of(folder / "short") == std::vector<std::size_t>{0, 1, 2, 3});
  CHECK(snapshots_of(folder / "short").back().epoch == 1);
  train(sentiment({"train.snapshots=1"}), {folder / "one"}, nobody);
  CHECK(steps_of(folder / "one") == std::vector<std::size_t>{96});
}

TEST_CASE("early stopping ends the snapshots where it ends the run") {
  const TemporaryFolder folder;
  RunObserver nobody;
  const auto summary = train(sentiment({"train.epochs=50", "train.patience=1", "optimizer.lr=1", "train.snapshots=50",
                                        "data.dev=" ROWGRAD_SOURCE_DIR "/data/phrases.test.tsv"}),
                             {folder / "run"}, nobody);
  REQUIRE(summary->epochs < 50);
  CHECK(steps_of(folder / "run").back() == summary->steps);
}

TEST_CASE("a hogwild run keeps snapshots too, and the last is its model") {
  const TemporaryFolder folder;
  RunObserver nobody;
  set_threads(2);
  train(shipped_spec("word2vec_hs", {"train.engine=hogwild", "train.epochs=40", "train.snapshots=5"}), {folder / "run"},
        nobody);
  set_threads(1);
  const auto steps = steps_of(folder / "run");
  REQUIRE(steps.size() >= 2);
  CHECK(std::is_sorted(steps.begin(), steps.end()));
  const TrainedModel run = open_run(folder / "run");
  const auto last = snapshots_of(folder / "run").back();
  CHECK(last.fraction == 1.0);
  for (const auto& [name, table] : last.tables) {
    const Matrix<float>& value = run.parameters[run.experiment.graph.find_parameter(name).value()].value;
    for (std::size_t i = 0; i < rows(table); ++i) CHECK(table(i, 0) == to_float(to_float16(value(last.ids[i], 0))));
  }
}

}  // namespace
}  // namespace rowgrad
