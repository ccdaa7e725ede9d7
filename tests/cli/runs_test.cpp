// rowgrad runs and compare, as a user who has trained a few.
#include <sstream>

#include "config/types.hpp"
#include "tests/catch.hpp"
#include "tests/cli/process.hpp"

namespace rowgrad {
namespace {

using Catch::Matchers::Contains;

std::string train(const TemporaryFolder& folder, const std::string& name, const std::vector<std::string>& more = {}) {
  const std::string out = folder / ("runs/" + name);
  std::vector<std::string> command{
      "train", "--config",         source_file("configs/sentiment.json"), "--out", out, "--quiet",
      "--set", "train.log_every=5"};
  command.insert(command.end(), more.begin(), more.end());
  const Finished finished = run_command(command);
  INFO(finished.err);
  REQUIRE(finished.code == 0);
  return out;
}

std::string output(const std::vector<std::string>& command) {
  const Finished finished = run_command(command);
  INFO(finished.err);
  REQUIRE(finished.code == 0);
  return finished.out;
}

std::vector<std::string> paths(const std::string& json) {
  std::vector<std::string> names;
  for (const Json& run : Json::parse(json))
    names.push_back(std::filesystem::path(run["path"].get<std::string>()).filename());
  return names;
}

TEST_CASE("runs lists what a folder holds, sorted as asked, a broken run in a row of its own") {
  const TemporaryFolder folder;
  train(folder, "short", {"--set", "train.epochs=1"});
  train(folder, "long");
  std::filesystem::create_directories(folder / "runs/damaged");
  std::filesystem::create_directories(folder / "runs/notes");
  folder.write("runs/damaged/config.json", "{\"data\": \x1b[31m");
  folder.write("runs/notes/readme.txt", "no run");
  folder.write("runs/file.txt", "no folder");
  const std::string runs = folder / "runs";
  const std::string table = output({"rowgrad", "runs", runs});
  CHECK_THAT(table, Contains("short") && Contains("finished") && Contains("damaged") && Contains("broken: "));
  CHECK_THAT(table, Contains("3,810") && !Contains("notes") && !Contains("\x1b"));
  CHECK(std::count(table.begin(), table.end(), '\n') == 4);
  CHECK(paths(output({"rowgrad", "runs", runs, "--json", "--sort", "test.accuracy"})) ==
        std::vector<std::string>{"long", "short", "damaged"});
  CHECK(paths(output({"rowgrad", "runs", runs, "--json", "--sort", "epochs"}))[0] == "short");
  CHECK(paths(output({"rowgrad", "runs", runs + "/long", "--json"})) == std::vector<std::string>{"long"});
}

TEST_CASE("runs says what is wrong with a folder or a key") {
  const TemporaryFolder folder;
  const Finished nowhere = run_command({"rowgrad", "runs", folder / "nowhere"});
  CHECK(nowhere.code == 2);
  CHECK_THAT(nowhere.err, Contains("nowhere: expected a folder of runs"));
  CHECK_THAT(nowhere.err, Contains(ROWGRAD_BIN_DIR "/train --config"));  // as it was called, so that it can be pasted
  const Finished key = run_command({"rowgrad", "runs", folder.path(), "--sort", "dev.los"});
  CHECK(key.code == 2);
  CHECK_THAT(key.err, Contains("--sort") && Contains("did you mean \"dev.loss\""));
  const Finished empty = run_command({"rowgrad", "runs", folder.path()});
  CHECK(empty.code == 0);
  CHECK(empty.out.empty());
  CHECK_THAT(empty.err, Contains("no runs"));
}

TEST_CASE("compare shows keys that differ and no other, figures side by side and a curve of each run") {
  const TemporaryFolder folder;
  const std::string a = train(folder, "a"), b = train(folder, "b", {"--set", "optimizer.lr=0.01"});
  const std::string text = output({"rowgrad", "compare", a, b});
  CHECK_THAT(text, Contains("/optimizer/lr") && Contains("0.003") && Contains("0.01") && !Contains("/optimizer/type"));
  CHECK_THAT(text, Contains("test.accuracy") && Contains("train loss by step") && Contains("  a a\n  b b\n"));
  CHECK_THAT(output({"rowgrad", "compare", a}), Contains("\xE2\xA0") || Contains("\xE2\xA1"));

  const Json json = Json::parse(output({"rowgrad", "compare", a, b, "--json"}));
  CHECK(json["config"] == Json::parse(R"({"/optimizer/lr": [0.003, 0.01]})"));
  CHECK(json["runs"][0]["test"]["accuracy"] == Json::parse(read_text(a + "/summary.json"))["test"]["accuracy"]);
  CHECK(json["curves"].size() == 2);
  CHECK(json["curves"][0]["points"].size() > 10);
}

TEST_CASE("compare draws whatever losses a log holds") {
  const TemporaryFolder folder;
  const std::string run = train(folder, "wild");
  for (const std::string& losses : {std::string("1e308 -1e308 0"), std::string("1.7e308 1e308 1e308"),
                                    std::string("5e-324 0 1e-323"), std::string("3 3 3")}) {
    std::istringstream each(losses);
    std::string lines, loss;
    for (int step = 1; each >> loss; ++step) {
      lines += "{\"step\": " + std::to_string(step) + ", \"epoch\": 1, \"split\": \"train\", \"loss\": " + loss + "}\n";
    }
    folder.write("runs/wild/metrics.jsonl", lines);
    const std::string drawn = output({"rowgrad", "compare", run});
    CAPTURE(losses, drawn);
    CHECK_THAT(drawn, Contains("train loss by step") && !Contains("inf") && !Contains("nan"));
  }
}

TEST_CASE("compare prefers dev curves, and says when there is none") {
  const TemporaryFolder folder;
  const std::string run = train(folder, "dev", {"--set", "data.test=", "--set", "data.split=[0.8,0.1,0.1]"});
  CHECK_THAT(output({"rowgrad", "compare", run, "--metric", "accuracy"}), Contains("dev accuracy by step"));
  const Finished none = run_command({"rowgrad", "compare", run, "--metric", "accuracy", "--split", "train"});
  CHECK(none.code == 0);
  CHECK_THAT(none.err, Contains("no curve"));
  const Finished no_run = run_command({"rowgrad", "compare", run, folder.path()});
  CHECK(no_run.code == 2);
  CHECK_THAT(no_run.err, Contains("config.json"));
}

}  // namespace
}  // namespace rowgrad
