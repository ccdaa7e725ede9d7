// SIGKILL at random moments, within a save as well: the run that is resumed ends with the bytes of one that nobody
// disturbed. ROWGRAD_KILLS=100 kills each config a hundred times instead of a few.
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <random>
#include <thread>

#include "tests/catch.hpp"
#include "tests/cli/long_run.hpp"

namespace rowgrad {
namespace {

using Seconds = std::chrono::duration<double>;

constexpr int kills_per_run = 4;

int kills_wanted() {
  const char* const wanted = std::getenv("ROWGRAD_KILLS");
  return wanted == nullptr ? kills_per_run : std::atoi(wanted);
}

// A run that saves about as long as it trains.
struct Victim {
  std::string config;
  std::vector<std::string> settings;

  std::vector<std::string> command(const std::string& out) const {
    std::vector<std::string> words{"train", "--config", source_file("configs/" + config), "--out", out, "--quiet"};
    words.insert(words.end(), {"--threads", "1", "--set", "train.checkpoint_seconds=0.005"});
    for (const std::string& setting : settings) words.insert(words.end(), {"--set", setting});
    return words;
  }
  // Goes on where the run in `out` stands: a run that was killed before its first checkpoint is simply started again.
  std::vector<std::string> next_command(const std::string& out) const {
    if (!std::filesystem::exists(out + "/checkpoint/state.safetensors")) return command(out);
    return {"train", "--resume", "--out", out, "--quiet", "--threads", "1"};
  }
};

// Kills up to `most` times and lets the run finish; returns how often a kill hit.
int kill_and_finish(const Victim& victim, const std::string& out, Seconds length, int most, std::mt19937& random) {
  std::uniform_real_distribution<double> moment(0.0, length.count() / 2);
  int hits = 0;
  for (int i = 0; i < most; ++i) {
    Process process(victim.next_command(out), {});
    std::this_thread::sleep_for(Seconds(moment(random)));
    process.signal(SIGKILL);
    const Finished finished = process.wait();
    INFO(finished.err);
    if (finished.code == 0) return hits;
    REQUIRE(finished.code == 128 + SIGKILL);
    ++hits;
  }
  const Finished finished = run_command(victim.next_command(out));
  INFO(finished.err);
  REQUIRE(finished.code == 0);
  return hits;
}

void check_survives(const Victim& victim) {
  const TemporaryFolder folder;
  const std::string straight = folder / "straight", killed = folder / "killed";
  const auto start = std::chrono::steady_clock::now();
  const Finished undisturbed = run_command(victim.command(straight));
  const Seconds length = std::chrono::steady_clock::now() - start;
  INFO(undisturbed.err);
  REQUIRE(undisturbed.code == 0);

  std::mt19937 random(1);
  for (int kills = 0, runs = 0; kills < kills_wanted() && runs < 10 * kills_wanted(); ++runs) {
    std::filesystem::remove_all(killed);
    kills += kill_and_finish(victim, killed, length, std::min(kills_per_run, kills_wanted() - kills), random);
    CAPTURE(kills);
    REQUIRE(model(killed) == model(straight));
    REQUIRE(metrics(killed) == metrics(straight));
  }
}

TEST_CASE("a killed sentiment run loses nothing") { check_survives({"sentiment.json", {"train.epochs=60"}}); }

TEST_CASE("a killed bigram run loses nothing") { check_survives({"bigram.json", {"train.epochs=100"}}); }

TEST_CASE("a killed run with exact rows and early stopping loses nothing") {
  check_survives({"sentiment.json",
                  {"train.epochs=60", "train.patience=30", "data.split=[0.8, 0.2]",
                   "data.test=", "optimizer.rows=exact", "optimizer.weight_decay=0.1"}});
}

TEST_CASE("a killed run with attention and dropout loses nothing") {
  check_survives({"transformer.json", {"train.epochs=3", "sizes.d=16"}});
}

TEST_CASE("a killed hogwild run of word2vec on one thread loses nothing") {
  check_survives({"word2vec.json", {"train.epochs=120", "data.min_count=1", "sizes.d=20"}});
}

}  // namespace
}  // namespace rowgrad
