// Runs of shipped configs that last long enough to be interrupted in the middle, and what they leave.
#pragma once

#include <sstream>

#include "config/types.hpp"
#include "tests/catch.hpp"
#include "tests/cli/process.hpp"

namespace rowgrad {

/// The command of one.
inline std::vector<std::string> long_run(const std::string& config, const std::string& out, const std::string& epochs) {
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

inline std::string model(const std::string& run) { return read_text(run + "/model.safetensors"); }

/// Everything of metrics.jsonl but "seconds", the one field in which two runs of the same bits differ.
inline std::string metrics(const std::string& run) {
  std::istringstream lines(read_text(run + "/metrics.jsonl"));
  std::string text;
  for (std::string line; std::getline(lines, line);) {
    Json json = Json::parse(line);
    REQUIRE(json.erase("seconds") == 1);
    text += json.dump() + "\n";
  }
  return text;
}

}  // namespace rowgrad
