#include "session/runs_in.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include "core/command_name.hpp"
#include "core/error.hpp"
#include "session/run_overview.hpp"

namespace rowgrad {

std::vector<std::filesystem::path> runs_in(const std::filesystem::path& folder) {
  std::error_code problem;
  if (!std::filesystem::is_directory(folder, problem)) {
    throw input_error(
        folder.string(), "expected a folder of runs, found none",
        fmt::format("name one, or train a run: {} --config configs/sentiment.json", command_name("train")));
  }
  if (looks_like_run(folder)) return {folder};
  std::vector<std::filesystem::path> runs;
  std::filesystem::directory_iterator entry(folder, problem);
  for (; !problem && entry != std::filesystem::directory_iterator(); entry.increment(problem)) {
    std::error_code ignored;
    if (!entry->is_directory(ignored)) continue;
    const bool readable = ::access(entry->path().c_str(), R_OK | X_OK) == 0;  // what cannot be read is told, not hidden
    if (!readable || looks_like_run(entry->path())) runs.push_back(entry->path());
  }
  if (problem) throw input_error(folder.string(), "cannot be read: " + problem.message(), "check its permissions");
  return runs;
}

}  // namespace rowgrad
