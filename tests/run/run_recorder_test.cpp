// What a run's log holds.
#include "run/run_recorder.hpp"

#include "run/metrics_log.hpp"
#include "tests/catch.hpp"
#include "tests/stop_after.hpp"
#include "tests/trained.hpp"

namespace rowgrad {
namespace {

// "train 32", "dev 32", … of a run's log.
std::vector<std::string> lines_of(const std::filesystem::path& run) {
  std::vector<std::string> lines;
  for (const LoggedMetrics& line : read_metrics_log(RunDirectory(run).metrics()))
    lines.push_back(line.split + " " + std::to_string(line.step));
  return lines;
}

TEST_CASE("a run that is too short for a logged step has its train loss in the log after each epoch") {
  const TemporaryFolder folder;
  RunObserver nobody;
  const auto spec = shipped_spec("sentiment", {"train.log_every=100000", "train.epochs=2"});
  train(spec, {folder / "run"}, nobody);
  CHECK(lines_of(folder / "run") == std::vector<std::string>{"train 32", "train 64"});
  const auto last = last_logged_metrics(RunDirectory(folder / "run").metrics()).at("train");
  CHECK(last.loss.value() > 0);
  CHECK(last.epoch == 2);
  CHECK(last.seconds);
}

TEST_CASE("a step has one line for the training split, though an epoch ends with it, over a resume too") {
  const TemporaryFolder folder;
  RunObserver nobody;
  StopAfter one(1);
  const auto spec = shipped_spec("sentiment", {"train.log_every=16", "train.epochs=2"});
  train(spec, {folder / "straight"}, nobody);
  CHECK_FALSE(train(spec, {folder / "broken"}, one));
  resume(read_run(RunDirectory(folder / "broken")), folder / "broken", nobody);
  CHECK(lines_of(folder / "straight") == std::vector<std::string>{"train 16", "train 32", "train 48", "train 64"});
  CHECK(lines_of(folder / "broken") == lines_of(folder / "straight"));
}

TEST_CASE("a run that was saved between its last step's line and the epoch's end does not repeat the line") {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder / "run");
  const RunDirectory run(folder / "run");
  RunRecorder before(run, {}, 1000);
  before.started({});
  before.logged({0, 7, 0.5, 0.1, {3}, 1.0});
  RunRecorder after(run, {}, 1000);
  after.started({});
  after.epoch_ended({1, 2, 7, 1.0, 0.5});
  CHECK(lines_of(run.path()) == std::vector<std::string>{"train 7"});
  after.epoch_ended({2, 2, 14, 2.0, 0.4});
  CHECK(lines_of(run.path()) == std::vector<std::string>{"train 7", "train 14"});
}

}  // namespace
}  // namespace rowgrad
