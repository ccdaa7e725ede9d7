// Several ranks on this machine, by mpirun. Where it is not installed such a test is skipped, and ctest says so by
// name.
#pragma once

#include "tests/cli/long_run.hpp"
#include "tests/sanitized.hpp"

namespace rowgrad {

/// What tests/main.cpp returns for a test that cannot run here; CMakeLists.txt tells ctest.
inline constexpr int skipped = 77;

/// To be called first in a test that starts ranks.
inline void require_mpi() {
  const bool built = std::filesystem::exists(ROWGRAD_BIN_DIR "/../lib/librowgrad_mpi.so");
  if (!built || !std::filesystem::exists("/usr/bin/mpirun")) std::exit(skipped);
  ::setenv("OMPI_ALLOW_RUN_AS_ROOT", "1", 1);
  ::setenv("OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "1", 1);
  if (sanitized) ::setenv("ASAN_OPTIONS", "detect_leaks=0", 1);  // Open MPI's own
}

/// `command` on as many ranks, each of one thread.
inline std::vector<std::string> on_ranks(int ranks, std::vector<std::string> command) {
  std::vector<std::string> words{"/usr/bin/mpirun", "--oversubscribe", "-n", std::to_string(ranks)};
  command.front() = std::string(ROWGRAD_BIN_DIR "/") + command.front();
  words.insert(words.end(), command.begin(), command.end());
  words.insert(words.end(), {"--threads", "1"});
  return words;
}

/// A config and overrides, trained in steps of twelve slots.
struct TwelveSlots {
  std::string config;
  std::vector<std::string> settings = {};

  std::vector<std::string> command(const std::string& out) const {
    std::vector<std::string> words{"train", "--config", source_file("configs/" + config), "--quiet", "--out", out};
    for (const char* setting : {"train.engine=graph", "train.accumulate=12", "train.log_every=1"})
      words.insert(words.end(), {"--set", setting});
    for (const std::string& setting : settings) words.insert(words.end(), {"--set", setting});
    return words;
  }
};

inline std::vector<std::string> resumed(const std::string& out) {
  return {"train", "--resume", "--quiet", "--out", out};
}

}  // namespace rowgrad
