// Where a run goes that was not told where, and how one ends early.
#include <fmt/format.h>

#include <csignal>
#include <thread>

#include "tests/cli/long_run.hpp"
#include "tests/cli/workplace.hpp"

namespace rowgrad {
namespace {

// Runs train where `folder` is the working directory: there, runs without --out go to runs/.
Finished train_in(const TemporaryFolder& folder, const std::vector<std::string>& more) {
  folder.write("train.tsv", good_data);
  folder.write("toy.json", good_config().dump());
  std::vector<std::string> command{"train", "--config", "toy.json"};
  command.insert(command.end(), more.begin(), more.end());
  return run_command(command, {.folder = folder.path().string()});
}

TEST_CASE("without --out a second run finds a place of its own, and every hint names it") {
  const TemporaryFolder folder;
  CHECK(train_in(folder, {}).err.find("run directory: runs/toy\n") != std::string::npos);
  const std::string first = read_text(folder / "runs/toy/model.safetensors");
  for (const std::string place : {"runs/toy-2", "runs/toy-3"}) {
    const Finished next = train_in(folder, {"--seed", "9"});
    INFO(next.err);
    CHECK(next.code == 0);
    CHECK(next.err.find("run directory: " + place + "\n") != std::string::npos);
    CHECK(next.err.find("predict " + place + " ") != std::string::npos);
    CHECK(std::filesystem::exists(folder / (place + "/model.safetensors")));
  }
  CHECK(read_text(folder / "runs/toy/model.safetensors") == first);
  // Said aloud, the same place is refused, and --overwrite and --resume mean it.
  CHECK(train_in(folder, {"--out", "runs/toy"}).code == 2);
  CHECK(train_in(folder, {"--resume", "--quiet"}).code == 0);
  CHECK(read_text(folder / "runs/toy/model.safetensors") == first);
  CHECK(train_in(folder, {"--overwrite", "--seed", "9"}).code == 0);
  CHECK(read_text(folder / "runs/toy/model.safetensors") != first);
  CHECK_FALSE(std::filesystem::exists(folder / "runs/toy-4"));
}

TEST_CASE("an interrupted run is ended by --finish, and not twice") {
  const TemporaryFolder folder;
  const std::string run = folder / "run";
  Process process(long_run("sentiment.json", run, "100000"), {});
  for (int i = 0; i < 20000 && !std::filesystem::exists(run + "/metrics.jsonl"); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  process.signal(SIGINT);
  const Finished interrupted = process.wait();
  REQUIRE(interrupted.code == 130);
  CHECK(interrupted.err.find("train --finish --out " + run) != std::string::npos);
  const Finished finished = run_command({"train", "--finish", "--out", run, "--quiet"});
  INFO(finished.err);
  REQUIRE(finished.code == 0);
  const Json summary = Json::parse(finished.out);
  CHECK(summary == Json::parse(read_text(run + "/summary.json")));
  CHECK(finished.err.find(fmt::format("checkpoint of step {},", summary["steps"].get<int>())) != std::string::npos);
  CHECK(run_command({"rowgrad", "predict", run, "--text", "good"}).code == 0);
  const Finished again = run_command({"train", "--finish", "--out", run});
  CHECK(again.code == 2);
  CHECK(again.err.find("finished already") != std::string::npos);
}

TEST_CASE("the flag --finish needs a run and takes no settings") {
  const TemporaryFolder folder;
  const std::string run = folder / "run";
  const Finished none = run_command({"train", "--finish", "--out", run});
  CHECK(none.code == 2);
  CHECK(none.err.find("holds no run") != std::string::npos);
  CHECK(run_command({"train", "--finish"}).code == 2);
  for (const std::vector<std::string>& more : {std::vector<std::string>{"--resume"},
                                               {"--overwrite"},
                                               {"--set", "train.epochs=3"},
                                               {"--seed", "3"},
                                               {"--init-from", run}}) {
    std::vector<std::string> command{"train", "--finish", "--out", run};
    command.insert(command.end(), more.begin(), more.end());
    const Finished refused = run_command(command);
    INFO(refused.err);
    CHECK(refused.code == 2);
    CHECK(refused.err.find(more[0]) != std::string::npos);
  }
}

}  // namespace
}  // namespace rowgrad
