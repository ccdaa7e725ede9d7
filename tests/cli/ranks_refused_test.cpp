// Several ranks that cannot work together, or of which one cannot go on: one message says why.
#include <fmt/format.h>

#include <chrono>

#include "kernels/instruction_set.hpp"
#include "tests/catch.hpp"
#include "tests/cli/ranks.hpp"

namespace rowgrad {
namespace {

// `command` on two ranks, each of which gets words of its own before it.
std::vector<std::string> on_two(const std::vector<std::string>& command, const std::vector<std::string>& first,
                                const std::vector<std::string>& second) {
  std::vector<std::string> words{"/usr/bin/mpirun", "--oversubscribe", "-n", "1"};
  words.insert(words.end(), first.begin(), first.end());
  words.insert(words.end(), command.begin(), command.end());
  words.insert(words.end(), {":", "-n", "1"});
  words.insert(words.end(), second.begin(), second.end());
  words.insert(words.end(), command.begin(), command.end());
  return words;
}

// A run of which rank 1 alone has little memory.
TEST_CASE("a rank that runs out of memory says which it is, where and why, and ends the others") {
  require_mpi();
  if (sanitized) std::exit(skipped);  // a sanitizer needs terabytes of address space
  const TemporaryFolder folder;
  const std::string data = folder.write("reviews.tsv", "good\tyes\nbad\tno\n"), out = folder / "run";
  const std::vector<std::string> train{ROWGRAD_BIN_DIR "/train",
                                       "--config",
                                       source_file("configs/sentiment.json"),
                                       "--data",
                                       data,
                                       "--set",
                                       "data.test=",
                                       "--set",
                                       "train.accumulate=2",
                                       "--set",
                                       "sizes.d=40000000",
                                       "--out",
                                       out,
                                       "--threads",
                                       "1"};
  const std::vector<std::string> words =
      on_two(train, {}, {"/bin/bash", "-c", "ulimit -v 700000; exec \"$@\"", "limited"});
  const auto start = std::chrono::steady_clock::now();
  const Finished finished = run_command(words);
  INFO(finished.err);
  CHECK(finished.code == 1);
  CHECK(finished.err.find("error: rank 1 of 2, on ") != std::string::npos);
  CHECK(finished.err.find("memory") != std::string::npos);
  CHECK(finished.err.find("error: rank 0") == std::string::npos);
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(30));
  CHECK_FALSE(std::filesystem::exists(out));
}

TEST_CASE("ranks of different instruction sets, which would drift apart, are refused") {
  require_mpi();
  if (available_instruction_sets().size() == 1) std::exit(skipped);
  const TemporaryFolder folder;
  const std::string out = folder / "run";
  const std::vector<std::string> train{ROWGRAD_BIN_DIR "/train",
                                       "--config",
                                       source_file("configs/sentiment.json"),
                                       "--set",
                                       "train.accumulate=2",
                                       "--out",
                                       out,
                                       "--threads",
                                       "1"};
  const std::string best = fmt::format("ROWGRAD_ISA={}", available_instruction_sets().back());
  const Finished finished = run_command(on_two(train, {"-x", best}, {"-x", "ROWGRAD_ISA=generic"}));
  INFO(finished.err);
  CHECK(finished.code == 2);
  CHECK(finished.err.find("this rank's instruction set, generic, is not that of rank 0") != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(out));
}

TEST_CASE("more ranks than slots are refused with one message that says what helps") {
  require_mpi();
  const TemporaryFolder folder;
  const std::vector<std::string> command{"train", "--config", source_file("configs/sentiment.json"), "--out",
                                         folder / "run"};
  const Finished finished = run_command(on_ranks(2, command));
  CHECK(finished.code == 2);
  const std::string message =
      "/train/accumulate: 2 ranks share the batches of a step, of which there are 1; add --set train.accumulate=2";
  const std::size_t found = finished.err.find(message);
  REQUIRE(found != std::string::npos);
  CHECK(finished.err.find(message, found + 1) == std::string::npos);
}

}  // namespace
}  // namespace rowgrad
