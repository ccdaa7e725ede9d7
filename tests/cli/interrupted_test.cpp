// Interruption: the same bits, whatever happened on the way, and on however many threads.
#include <chrono>
#include <csignal>
#include <functional>
#include <thread>

#include "tests/catch.hpp"
#include "tests/cli/long_run.hpp"

namespace rowgrad {
namespace {

// Runs `command` and sends the signal once `file` has grown to `bytes`. On a busy machine the run may be over before
// the signal comes: then it is tried again from `begin`.
Finished interrupt(const std::vector<std::string>& command, const std::string& file, std::size_t bytes, int signal,
                   const std::function<void()>& begin) {
  Finished finished;
  for (int attempt = 0; attempt < 10 && finished.code != 128 + signal; ++attempt) {
    begin();
    Process process(command, {});
    std::error_code missing;
    for (int i = 0; i < 20000; ++i) {
      const auto size = std::filesystem::file_size(file, missing);
      if (!missing && size >= bytes) break;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    process.signal(signal);
    finished = process.wait();
  }
  return finished;
}

void check_interrupted(const std::string& config, const std::string& epochs) {
  const TemporaryFolder folder;
  const std::string straight = folder / "straight", broken = folder / "broken";
  REQUIRE(run_command(long_run(config, straight, epochs)).code == 0);

  const Finished first = interrupt(long_run(config, broken, epochs), broken + "/metrics.jsonl", 3000, SIGINT,
                                   [&] { std::filesystem::remove_all(broken); });
  INFO(first.err);
  REQUIRE(first.code == 130);
  CHECK(first.err.find("train --resume --out " + broken) != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(broken + "/model.safetensors"));

  const std::string copy = folder / "copy";
  std::filesystem::copy(broken, copy, std::filesystem::copy_options::recursive);
  const Finished second = interrupt({"train", "--resume", "--out", broken, "--quiet"}, broken + "/metrics.jsonl",
                                    metrics(copy).size() + 3000, SIGTERM, [&] {
                                      std::filesystem::remove_all(broken);
                                      std::filesystem::copy(copy, broken, std::filesystem::copy_options::recursive);
                                    });
  INFO(second.err);
  REQUIRE(second.code == 143);
  const Finished last = run_command({"train", "--resume", "--out", broken, "--quiet"});
  INFO(last.err);
  REQUIRE(last.code == 0);

  CHECK(model(broken) == model(straight));
  CHECK(metrics(broken) == metrics(straight));
  Json a = Json::parse(read_text(straight + "/summary.json")), b = Json::parse(read_text(broken + "/summary.json"));
  CHECK(a["train"] == b["train"]);
  CHECK(a["steps"] == b["steps"]);
}

TEST_CASE("a sentiment run interrupted twice and resumed gives the bits of an uninterrupted one") {
  check_interrupted("sentiment.json", "40");
}
TEST_CASE("a word2vec run interrupted twice and resumed gives the bits of an uninterrupted one") {
  check_interrupted("sgns.json", "60");
}
TEST_CASE("a language model run interrupted twice and resumed gives the bits of an uninterrupted one") {
  check_interrupted("bigram_tied.json", "20");
}

TEST_CASE("a run killed without warning resumes from its last checkpoint with the same bits") {
  const TemporaryFolder folder;
  const std::string straight = folder / "straight", killed = folder / "killed";
  REQUIRE(run_command(long_run("sentiment.json", straight, "40")).code == 0);
  auto command = long_run("sentiment.json", killed, "40");
  command.insert(command.end(), {"--set", "train.checkpoint_seconds=0.02"});
  const Finished finished = interrupt(command, killed + "/checkpoint/state.safetensors", 1, SIGKILL,
                                      [&] { std::filesystem::remove_all(killed); });
  REQUIRE(finished.code == 128 + SIGKILL);
  const Finished resumed = run_command({"train", "--resume", "--out", killed, "--quiet"});
  INFO(resumed.err);
  REQUIRE(resumed.code == 0);
  CHECK(model(killed) == model(straight));
  CHECK(metrics(killed) == metrics(straight));
}

TEST_CASE("two threads give the bits of one") {
  const TemporaryFolder folder;
  for (const std::string config : {"sentiment.json", "sgns.json", "bigram_tied.json"}) {
    CAPTURE(config);
    std::vector<std::string> models;
    for (const std::string threads : {"1", "2"}) {
      const std::string out = folder / (config + threads);
      auto command = long_run(config, out, "1");
      command.insert(command.end(), {"--set", "sizes.d=300", "--set", "train.batch_size=200", "--threads", threads});
      REQUIRE(run_command(command).code == 0);
      models.push_back(model(out));
    }
    CHECK(models[0] == models[1]);
  }
}

}  // namespace
}  // namespace rowgrad
