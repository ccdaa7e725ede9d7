// The lines of metrics.jsonl, read back: `{"step", "epoch", "split", "loss", "lr", …}`, one per logged step or epoch.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "config/types.hpp"

namespace rowgrad {

struct LoggedMetrics {
  std::size_t step = 0, epoch = 0;
  std::string split;               // "train", "dev"
  std::optional<double> loss;      // nats; none: it was not finite
  std::optional<double> accuracy;  // where there was one
  std::optional<double> seconds;   // spent training until then, if the run noted it
};

/// An object's number; none if it has no such key, or something else under it, as for a loss that is not finite.
std::optional<double> number_of(const Json& json, const char* key);

/// The lines in order. A last line without an end is one that a run is just writing: it is left out. Throws an input
/// Error with file and line if another line is not one of metrics.
std::vector<LoggedMetrics> read_metrics_log(const std::filesystem::path& file);

/// The last line of each split, among the last million bytes: a log may be long.
std::map<std::string, LoggedMetrics> last_logged_metrics(const std::filesystem::path& file);

}  // namespace rowgrad
