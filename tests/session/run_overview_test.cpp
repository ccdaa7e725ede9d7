// What a list of runs says of each, whatever is in its folder.
#include "session/run_overview.hpp"

#include <sys/stat.h>

#include "run/run_lock.hpp"
#include "tests/catch.hpp"
#include "tests/stop_after.hpp"
#include "tests/trained.hpp"

namespace rowgrad {
namespace {

using State = RunOverview::State;

// A run of four epochs, of which `epochs` were done.
std::filesystem::path run_of(const TemporaryFolder& folder, std::size_t epochs) {
  StopAfter observer(epochs);
  train(shipped_spec("sentiment", {"train.log_every=1"}), {folder / "run"}, observer);
  return folder / "run";
}

TEST_CASE("a finished run's figures are those of its summary") {
  const TemporaryFolder folder;
  const RunOverview run = look_at_run(run_of(folder, 9));
  CHECK(run.problem.empty());
  REQUIRE(run.state == State::finished);
  CHECK(run.task == "classification");
  CHECK(run.epochs_done == 4);
  CHECK(run.steps == 128);
  CHECK(run.parameters == 3810);
  CHECK(run.of(Split::test).accuracy.value() > 0.9);
  CHECK_FALSE(run.of(Split::dev).loss);
  CHECK(run.seconds.value() > 0);
}

TEST_CASE("an unfinished run's figures are the last of its log, and a lock says that it runs") {
  const TemporaryFolder folder;
  const auto path = run_of(folder, 2);
  const RunOverview run = look_at_run(path);
  CHECK(run.problem.empty());
  REQUIRE(run.state == State::unfinished);
  CHECK(run.epochs_done == 2);
  CHECK(run.epochs == 4);
  CHECK(run.steps == 64);
  CHECK(run.parameters == 3810);
  CHECK(run.of(Split::train).loss.value() > 0);
  const RunLock lock(path);
  CHECK(look_at_run(path).state == State::running);
}

TEST_CASE("a run that ended before it saved anything is told from one that runs") {
  const TemporaryFolder folder;
  const auto path = run_of(folder, 1);
  std::filesystem::remove_all(path / "checkpoint");
  CHECK(look_at_run(path).state == State::begun);
  const RunLock lock(path);
  CHECK(look_at_run(path).state == State::running);
}

TEST_CASE("whatever is in a folder, the run is broken and says why, and nothing is thrown") {
  const TemporaryFolder folder;
  const auto path = run_of(folder, 9);
  const auto broken_by = [&](const std::string& file, const std::string& text) {
    const TemporaryFolder copy;
    std::filesystem::copy(path, copy / "run");
    std::filesystem::copy(path / "checkpoint", copy / "run/checkpoint");
    std::filesystem::remove_all(copy / ("run/" + file));
    if (text == "pipe")
      REQUIRE(::mkfifo((copy / ("run/" + file)).c_str(), 0600) == 0);
    else if (text == "folder")
      std::filesystem::create_directory(copy / ("run/" + file));
    else
      copy.write("run/" + file, text);
    const RunOverview run = look_at_run(copy / "run");
    CAPTURE(file, text, run.problem);
    CHECK(run.state == State::broken);
    CHECK_FALSE(run.problem.empty());
  };
  for (const std::string text : {"", "{", "[]", "{}", "7", R"({"data": 7, "train": []})", "pipe", "folder",
                                 R"({"data": {"task": 7}, "train": {"epochs": -1}})"}) {
    broken_by("config.json", text);
  }
  const std::string deep = std::string(100000, '[');
  for (const std::string& text : {std::string("{}"), deep, std::string("folder"), std::string("pipe"),
                                  std::string(R"({"steps": "128", "epochs": null})")}) {
    broken_by("summary.json", text);
  }
  for (const std::string text : {"", "12345678", "pipe"}) {
    broken_by("model.safetensors", text);
    broken_by("checkpoint/state.safetensors", text);
  }
  CHECK(look_at_run(folder / "nowhere").state == State::broken);
  CHECK(look_at_run(folder.path()).state == State::broken);
}

TEST_CASE("a log that is damaged costs the figures, not the run") {
  const TemporaryFolder folder;
  const auto path = run_of(folder, 2);
  folder.write("run/metrics.jsonl", "{\n{\"step\": \"x\"}\nnull\n");
  const RunOverview run = look_at_run(path);
  CHECK(run.state == State::unfinished);
  CHECK_FALSE(run.of(Split::train).loss);
}

}  // namespace
}  // namespace rowgrad
