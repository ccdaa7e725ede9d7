// RunOverview: what a run's files say about it, for lists of runs. Its data is not read; of a model and a checkpoint
// only what stands before the numbers.
#pragma once

#include <array>
#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

#include "config/types.hpp"
#include "data/batch_source.hpp"

namespace rowgrad {

/// Loss in nats and accuracy, as far as they are known.
struct SplitFigures {
  std::optional<double> loss, accuracy;
};

struct RunOverview {
  enum class State {
    finished,
    running,     // a process has its lock
    unfinished,  // it can be queried, and resumed
    begun,       // it ended before it saved anything
    broken,      // not to be used: `problem` says why
  };

  std::filesystem::path path;
  State state = State::broken;
  std::string problem = {};  // of a broken one
  std::string task = {};
  Json config = {};                         // resolved
  std::size_t epochs_done = 0, epochs = 0;  // finished, and to be done
  std::size_t steps = 0;                    // finished, as far as is saved
  std::optional<std::size_t> parameters = {};
  std::optional<double> seconds = {};            // all in all or, until it is finished, of training
  std::optional<double> tokens_per_second = {};  // of a finished one
  std::array<SplitFigures, 3> splits = {};       // by Split: of the summary or, until there is one, the last in the log
  std::chrono::system_clock::time_point changed = {};  // when it last wrote something

  const SplitFigures& of(Split split) const { return splits[static_cast<std::size_t>(split)]; }
};

/// "finished", "running", …
const char* state_name(RunOverview::State state);

/// Whether a folder holds a run, or what is left of one.
bool looks_like_run(const std::filesystem::path& folder);

/// Whatever is in the folder, nothing is thrown: a run that cannot be understood is broken, and says why.
RunOverview look_at_run(const std::filesystem::path& folder);

}  // namespace rowgrad
