// Interruption and resumption: the same bits, whatever happened on the way.
#include <chrono>
#include <csignal>
#include <functional>
#include <thread>

#include "config/types.hpp"
#include "tests/catch.hpp"
#include "tests/cli/process.hpp"

namespace rowgrad {
namespace {

// Long enough to be interrupted in the middle.
std::vector<std::string> long_run(const std::string& config, const std::string& out, const std::string& epochs) {
  return {"train",
          "--config",
          source_file("configs/" + config),
          "--set",
          "train.epochs=" + epochs,
          "--set",
          "train.log_every=1",
          "--set",
          "train.engine=graph",
          "--out",
          out,
          "--quiet"};
}

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

std::string model(const std::string& run) { return read_text(run + "/model.safetensors"); }

// Everything of metrics.jsonl, which holds no times.
std::string metrics(const std::string& run) { return read_text(run + "/metrics.jsonl"); }

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

TEST_CASE("a finished run resumes to itself, and to more epochs when asked") {
  const TemporaryFolder folder;
  const std::string run = folder / "run";
  auto command = long_run("sentiment.json", run, "2");
  command.insert(command.end(), {"--set", "schedule.type=constant"});
  REQUIRE(run_command(command).code == 0);
  const std::string two = model(run), lines = metrics(run);
  REQUIRE(run_command({"train", "--resume", "--out", run}).code == 0);
  CHECK(model(run) == two);
  CHECK(metrics(run) == lines);

  const Finished more = run_command({"train", "--resume", "--out", run, "--set", "train.epochs=4"});
  INFO(more.err);
  REQUIRE(more.code == 0);
  CHECK(Json::parse(more.out)["epochs"] == 4);
  CHECK(metrics(run).starts_with(lines));
  const std::string straight = folder / "straight";
  auto four = long_run("sentiment.json", straight, "4");
  four.insert(four.end(), {"--set", "schedule.type=constant"});
  REQUIRE(run_command(four).code == 0);
  CHECK(model(run) == model(straight));
}

TEST_CASE("a resumed run keeps its config: only more epochs may be asked of it") {
  const TemporaryFolder folder;
  const std::string run = folder / "run";
  REQUIRE(run_command(long_run("sentiment.json", run, "2")).code == 0);
  const std::string before = model(run);
  for (const std::vector<std::string>& more : {std::vector<std::string>{"--set", "optimizer.lr=0.5"},
                                               {"--set", "train.epochs=1"},
                                               {"--seed", "99"},
                                               {"--init-from", run},
                                               {"--set", "sizes.d=3"}}) {
    std::vector<std::string> command{"train", "--resume", "--out", run};
    command.insert(command.end(), more.begin(), more.end());
    const Finished finished = run_command(command);
    INFO(more[1] << ": " << finished.err);
    CHECK(finished.code == 2);
    CHECK(finished.err.find("resumed run") != std::string::npos);
  }
  CHECK(model(run) == before);
  // The command that began the run may be repeated as it was.
  auto again = long_run("sentiment.json", run, "2");
  again.push_back("--resume");
  CHECK(run_command(again).code == 0);
  CHECK(model(run) == before);
}

TEST_CASE("an existing run is not touched without --resume or --overwrite") {
  const TemporaryFolder folder;
  const std::string run = folder / "run";
  REQUIRE(run_command(long_run("sentiment.json", run, "1")).code == 0);
  const std::string before = model(run);
  const Finished refused = run_command(long_run("sentiment.json", run, "2"));
  CHECK(refused.code == 2);
  CHECK(refused.err.find("--resume") != std::string::npos);
  CHECK(refused.err.find("--overwrite") != std::string::npos);
  CHECK(model(run) == before);

  folder.write("run/notes.txt", "mine");
  auto wrong = long_run("sentiment.json", run, "2");
  wrong.insert(wrong.end(), {"--overwrite", "--set", "data.train=/nowhere.tsv"});
  CHECK(run_command(wrong).code == 2);
  CHECK(model(run) == before);  // wrong input replaces nothing

  auto replace = long_run("sentiment.json", run, "2");
  replace.push_back("--overwrite");
  REQUIRE(run_command(replace).code == 0);
  CHECK(model(run) != before);
  CHECK(read_text(run + "/notes.txt") == "mine");
}

TEST_CASE("resuming needs a run that can be resumed") {
  const TemporaryFolder folder;
  const std::string run = folder / "run";
  const Finished none = run_command({"train", "--resume", "--out", run});
  CHECK(none.code == 2);
  CHECK(none.err.find("holds no run") != std::string::npos);

  folder.write("train.tsv", "good\ta\nbad\tb\n");
  auto command = long_run("sentiment.json", run, "1");
  command.insert(command.end(), {"--set", "data.train=" + (folder / "train.tsv").string(), "--set", "data.test="});
  REQUIRE(run_command(command).code == 0);
  folder.write("train.tsv", "good\ta\nbad\tb\ngood bad good\ta\n");
  const Finished changed = run_command({"train", "--resume", "--out", run});
  INFO(changed.err);
  CHECK(changed.code == 2);
  CHECK(changed.err.find("changed") != std::string::npos);
  std::filesystem::remove(folder / "train.tsv");
  const Finished moved = run_command({"train", "--resume", "--out", run});
  INFO(moved.err);
  CHECK(moved.code == 2);
  CHECK(moved.err.find("train.tsv") != std::string::npos);
  // Queries need no data.
  CHECK(run_command({"rowgrad", "predict", run, "--text", "good"}).code == 0);

  const std::string no_tensors("\x08\0\0\0\0\0\0\0{}      ", 16), cut_off("\xff\0\0\0\0\0\0\0{}      ", 16);
  for (const std::string& damage : {std::string(), std::string("garbage"), no_tensors, cut_off}) {
    folder.write("run/checkpoint/state.safetensors", damage);
    folder.write("train.tsv", "good\ta\nbad\tb\n");
    const Finished damaged = run_command({"train", "--resume", "--out", run});
    INFO(damaged.err);
    CHECK(damaged.code == 2);
    CHECK(damaged.err.find("state.safetensors") != std::string::npos);
  }
  std::filesystem::remove(run + "/checkpoint/state.safetensors");
  const Finished gone = run_command({"train", "--resume", "--out", run});
  CHECK(gone.code == 2);
  CHECK(gone.err.find("--overwrite") != std::string::npos);
}

TEST_CASE("a run with --init-from starts from another run's parameters by name") {
  const TemporaryFolder folder;
  const std::string first = folder / "first", second = folder / "second", other = folder / "other";
  REQUIRE(run_command(long_run("sentiment.json", first, "1")).code == 0);
  auto command = long_run("sentiment.json", second, "0");
  command.insert(command.end(), {"--init-from", first, "--seed", "77"});
  REQUIRE(run_command(command).code == 0);
  CHECK(model(second) == model(first));

  auto mismatch = long_run("sentiment.json", other, "1");
  mismatch.insert(mismatch.end(), {"--init-from", first, "--set", "sizes.d=3"});
  const Finished refused = run_command(mismatch);
  INFO(refused.err);
  CHECK(refused.code == 2);
  CHECK(refused.err.find("embed.weight") != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(other));

  auto missing = long_run("sentiment.json", other, "1");
  missing.insert(missing.end(), {"--init-from", folder / "nowhere"});
  const Finished nowhere = run_command(missing);
  CHECK(nowhere.code == 2);
  CHECK(nowhere.err.find("nowhere") != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(other));
}

}  // namespace
}  // namespace rowgrad
