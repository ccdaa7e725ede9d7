// Interruption: the same bits, whatever happened on the way, and on however many threads.
#include <sys/stat.h>

#include <chrono>
#include <csignal>
#include <fstream>
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
                                    std::filesystem::file_size(copy + "/metrics.jsonl") + 3000, SIGTERM, [&] {
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

TEST_CASE("a signal while data is read is answered at once, and ends the run before anything is written") {
  const TemporaryFolder folder;
  const std::string out = folder / "run", pipe = folder / "pipe", said = folder / "said";
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  auto command = long_run("sentiment.json", out, "1");
  command.insert(command.end(), {"--data", "-", "--verbose"});
  Process process(command, {.err = said, .in = pipe});
  {
    std::ofstream data(pipe);  // waits for the process, which then waits for the data
    const auto wait_for = [&](const char* text) {
      for (int i = 0; i < 20000 && read_text(said).find(text) == std::string::npos; ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
      CHECK(read_text(said).find(text) != std::string::npos);
    };
    wait_for("kernels:");  // from here on signals are caught
    process.signal(SIGINT);
    wait_for("again to end at once");
    data << "good\tpositive\nbad\tnegative\n";
  }
  CHECK(process.wait().code == 130);
  CHECK(read_text(said).find("interrupted before anything was written") != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(out));
}

TEST_CASE("a signal is answered while a run trains, --quiet or not") {
  const TemporaryFolder folder;
  const std::string out = folder / "run";
  const Finished finished = interrupt(long_run("sentiment.json", out, "400"), out + "/metrics.jsonl", 3000, SIGINT,
                                      [&] { std::filesystem::remove_all(out); });
  CHECK(finished.code == 130);
  CHECK(finished.err.find("again to end at once") < finished.err.find("interrupted and saved"));
}

TEST_CASE("SIGHUP, SIGPIPE and SIGXFSZ save before they end a run") {
  const TemporaryFolder folder;
  const std::string out = folder / "run";
  for (const int signal : {SIGHUP, SIGPIPE, SIGXFSZ}) {
    const Finished finished = interrupt(long_run("sentiment.json", out, "40"), out + "/metrics.jsonl", 3000, signal,
                                        [&] { std::filesystem::remove_all(out); });
    INFO(finished.err);
    CHECK(finished.code == 128 + signal);
    CHECK(std::filesystem::exists(out + "/checkpoint/state.safetensors"));
    CHECK(run_command({"train", "--resume", "--out", out, "--quiet"}).code == 0);
  }
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

TEST_CASE("a run killed before its first checkpoint is simply started again") {
  const TemporaryFolder folder;
  const std::string run = folder / "run";
  const auto command = long_run("sentiment.json", run, "40");
  const Finished killed =
      interrupt(command, run + "/metrics.jsonl", 1000, SIGKILL, [&] { std::filesystem::remove_all(run); });
  REQUIRE(killed.code == 128 + SIGKILL);
  const Finished resumed = run_command({"train", "--resume", "--out", run, "--quiet"});
  INFO(resumed.err);
  CHECK(resumed.code == 2);
  CHECK(resumed.err.find("no checkpoint") != std::string::npos);
  const Finished again = run_command(long_run("sentiment.json", run, "1"));
  INFO(again.err);
  CHECK(again.code == 0);
  CHECK_FALSE(std::filesystem::exists(run + "/.rowgrad.lock"));
}

TEST_CASE("a second writer of a run directory is refused with the first one's process id") {
  const TemporaryFolder folder;
  const std::string run = folder / "run";
  Process first(long_run("sentiment.json", run, "100000"), {});
  for (int i = 0; i < 20000 && !std::filesystem::exists(run + "/config.json"); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  const std::string id = read_text(run + "/.rowgrad.lock");
  auto overwrite = long_run("sentiment.json", run, "1");
  overwrite.push_back("--overwrite");
  for (const auto& command :
       {long_run("sentiment.json", run, "1"), overwrite, {"train", "--resume", "--out", run, "--quiet"}}) {
    const Finished second = run_command(command);
    INFO(second.err);
    CHECK(second.code == 2);
    CHECK(second.err.find("process " + id.substr(0, id.find('\n'))) != std::string::npos);
  }
  first.signal(SIGINT);
  CHECK(first.wait().code == 130);
  CHECK(Json::parse(read_text(run + "/config.json"))["train"]["epochs"] == 100000);
}

TEST_CASE("a run interrupted while it replaces another takes its place, and one that is killed is resumed there") {
  const TemporaryFolder folder;
  const std::string straight = folder / "straight", run = folder / "run";
  REQUIRE(run_command(long_run("sentiment.json", straight, "200")).code == 0);
  const int signal = GENERATE(SIGINT, SIGKILL);
  REQUIRE(run_command(long_run("bigram_tied.json", run, "1")).code == 0);
  folder.write("run/notes.txt", "mine");
  auto command = long_run("sentiment.json", run, "200");
  command.insert(command.end(), {"--overwrite", "--set", "train.checkpoint_seconds=0.02"});
  const auto checkpoint = [&] {
    for (const auto& entry : std::filesystem::directory_iterator(run)) {
      if (std::filesystem::exists(entry.path() / "checkpoint/state.safetensors")) return true;
    }
    return false;
  };
  Process process(command, {});
  for (int i = 0; i < 20000 && !checkpoint(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  process.signal(signal);
  const Finished finished = process.wait();
  INFO(finished.err);
  REQUIRE(finished.code == 128 + signal);
  CHECK(std::filesystem::exists(run + "/model.safetensors") == (signal == SIGKILL));  // the old one
  const Finished resumed = run_command({"train", "--resume", "--out", run, "--quiet"});
  INFO(resumed.err);
  REQUIRE(resumed.code == 0);
  CHECK(model(run) == model(straight));
  CHECK(metrics(run) == metrics(straight));
  CHECK(read_text(run + "/notes.txt") == "mine");
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
