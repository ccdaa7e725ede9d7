// Several ranks that are interrupted or killed lose nothing that was saved.
#include <fmt/format.h>

#include <chrono>
#include <csignal>
#include <random>
#include <thread>

#include "tests/catch.hpp"
#include "tests/cli/ranks.hpp"

namespace rowgrad {
namespace {

const TwelveSlots long_sentiment{"sentiment.json",
                                 {"train.epochs=100", "train.batch_size=4", "train.checkpoint_seconds=0.01"}};

// When the run in `out` last saved; the beginning of time if it has not.
std::filesystem::file_time_type saved(const std::string& out) {
  std::error_code missing;
  const auto time = std::filesystem::last_write_time(out + "/checkpoint/state.safetensors", missing);
  return missing ? std::filesystem::file_time_type::min() : time;
}

// Waits until it has saved since. Returns whether it has.
bool wait_for_save(const std::string& out, std::filesystem::file_time_type since) {
  for (int i = 0; i < 20000; ++i) {
    if (saved(out) > since) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return false;
}

std::vector<std::string> begin_or_go_on(const std::string& out) {
  return saved(out) > std::filesystem::file_time_type::min() ? resumed(out) : long_sentiment.command(out);
}

// Ends the run in `out` and compares it with the one that nobody disturbed.
void finish_like(const std::string& alone, const std::string& out, const std::vector<std::string>& command) {
  const Finished last = run_command(command);
  INFO(last.err);
  REQUIRE(last.code == 0);
  REQUIRE(model(out) == model(alone));
  REQUIRE(metrics(out) == metrics(alone));
}

// Sends `signal` to one of `ranks`, once the run has begun.
Finished disturb(int ranks, std::size_t victim, int signal, const std::string& out) {
  const auto before = saved(out);
  Process process(on_ranks(ranks, long_sentiment.command(out)), {});
  REQUIRE(wait_for_save(out, before));
  const std::vector<pid_t> children = process.children();
  REQUIRE(children.size() == static_cast<std::size_t>(ranks));
  ::kill(children[victim], signal);
  return process.wait();
}

TEST_CASE("a run that is interrupted on three ranks goes on with two, and then alone, to the same bits") {
  require_mpi();
  const TemporaryFolder folder;
  const std::string alone = folder / "alone", out = folder / "run";
  REQUIRE(run_command(long_sentiment.command(alone)).code == 0);
  const Finished first = disturb(3, 1, SIGTERM, out);  // one rank alone hears of it
  INFO(first.err);
  CHECK(first.code == 143);
  CHECK(first.err.find("interrupted and saved; go on:") != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(out + "/model.safetensors"));
  {
    const auto before = saved(out);
    Process second(on_ranks(2, resumed(out)), {});
    REQUIRE(wait_for_save(out, before));
    second.signal(SIGUSR1);  // mpirun passes it on to all
    CHECK(second.wait().code == 143);
  }
  finish_like(alone, out, resumed(out));
}

TEST_CASE("a rank that is killed ends the others, and the run goes on with another number of them") {
  require_mpi();
  const TemporaryFolder folder;
  const std::string alone = folder / "alone", out = folder / "run";
  REQUIRE(run_command(long_sentiment.command(alone)).code == 0);
  const Finished killed = disturb(3, 2, SIGKILL, out);
  INFO(killed.err);
  CHECK(killed.code == 128 + SIGKILL);
  CHECK(killed.err.find("process rank 2") != std::string::npos);  // as mpirun says, with the host
  CHECK(killed.err.find("signal 9") != std::string::npos);
  finish_like(alone, out, on_ranks(2, resumed(out)));
}

int kills_wanted() {
  const char* const wanted = std::getenv("ROWGRAD_KILLS");
  return wanted == nullptr ? 3 : std::atoi(wanted);
}

// Starts the run in `out`, or goes on with it, and kills one rank at a moment that may be anywhere: while MPI starts,
// while data is read, within a step or a save. Returns whether it was hit.
bool kill_at_random(std::mt19937& random, const std::string& out) {
  const int ranks = 2 + static_cast<int>(random() % 3);
  Process process(on_ranks(ranks, begin_or_go_on(out)), {});
  std::this_thread::sleep_for(std::chrono::milliseconds(random() % 1500));
  const std::vector<pid_t> children = process.children();
  if (children.empty()) return false;  // none has started, or all are done
  ::kill(children[random() % children.size()], SIGKILL);
  const auto killed = std::chrono::steady_clock::now();
  const Finished finished = process.wait();
  INFO(finished.err);
  CHECK(std::chrono::steady_clock::now() - killed < std::chrono::seconds(10));
  if (finished.code == 0) return false;  // it was done already
  // mpirun says which rank it was, or, before MPI has started, that a program has ended: in one of two ways, of which
  // one does not name mpirun. No rank blames itself.
  CHECK((finished.code == 128 + SIGKILL || finished.code == 1));
  const auto says = [&](const char* what) { return finished.err.find(what) != std::string::npos; };
  CHECK((says(finished.code == 1 ? "mpirun" : "signal 9") || says("1 process returned")));
  CHECK(finished.err.find("error: rank") == std::string::npos);
  return true;
}

// ROWGRAD_KILLS=50 kills fifty times instead of a few.
TEST_CASE("ranks that are killed at any moment lose nothing that was saved") {
  require_mpi();
  const TemporaryFolder folder;
  const std::string alone = folder / "alone", out = folder / "run";
  REQUIRE(run_command(long_sentiment.command(alone)).code == 0);
  std::mt19937 random(1);
  int hits = 0;
  for (int runs = 0; hits < kills_wanted() && runs < 10 * kills_wanted(); ++runs) {
    CAPTURE(hits, runs);
    if (std::filesystem::exists(out + "/model.safetensors")) std::filesystem::remove_all(out);
    hits += kill_at_random(random, out) ? 1 : 0;
    if (runs % 4 != 3 && hits < kills_wanted()) continue;
    finish_like(alone, out, on_ranks(3, begin_or_go_on(out)));
  }
  CHECK(hits == kills_wanted());
}

TEST_CASE("word vectors that are interrupted on three ranks go on with two") {
  require_mpi();
  const TemporaryFolder folder;
  std::string text;
  for (unsigned i = 0; i < 400000; ++i) text += fmt::format("w{} ", i * 7919U % (1 + i % 97));  // w0 is frequent
  const std::string out = folder / "run";
  const std::vector<std::string> command{"train",
                                         "--config",
                                         source_file("configs/word2vec.json"),
                                         "--data",
                                         folder.write("text.txt", text),
                                         "--quiet",
                                         "--out",
                                         out,
                                         "--set",
                                         "train.epochs=12",
                                         "--set",
                                         "train.checkpoint_seconds=0.2"};
  Process first(on_ranks(3, command), {});
  REQUIRE(wait_for_save(out, std::filesystem::file_time_type::min()));
  first.signal(SIGUSR1);
  const Finished stopped = first.wait();
  INFO(stopped.err);
  CHECK(stopped.code == 143);
  const Finished last = run_command(on_ranks(2, resumed(out)));
  INFO(last.err);
  CHECK(last.code == 0);
  CHECK(run_command({"rowgrad", "nearest", out, "w1"}).code == 0);
}

}  // namespace
}  // namespace rowgrad
