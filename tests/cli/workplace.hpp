// Workplace: a config and data of a test's own, which train until the test spoils them.
#pragma once

#include <algorithm>

#include "config/types.hpp"
#include "tests/catch.hpp"
#include "tests/cli/process.hpp"

namespace rowgrad {

inline const char* const good_data = "a fine film\tpositive\na dull film\tnegative\n";

inline Json good_config() {
  return Json::parse(R"({
    "data": { "task": "classification", "train": "train.tsv" },
    "model": [
      { "name": "embed", "layer": "Embedding", "input": "tokens", "dim": 4 },
      { "name": "phrase", "layer": "Sum", "input": "embed" },
      { "name": "logits", "layer": "Linear", "input": "phrase", "out": "classes" },
      { "name": "loss", "layer": "SoftmaxCE", "inputs": ["logits", "label"] }
    ],
    "optimizer": { "type": "SGD", "lr": 0.1 },
    "train": { "epochs": 1 }
  })");
}

/// A folder with a config and data, which are right until a test changes them.
struct Workplace {
  TemporaryFolder folder;
  std::string config = (folder / "config.json").string(), out = (folder / "run").string();

  explicit Workplace(const std::string& data = good_data) { folder.write("train.tsv", data); }

  Finished train(const std::string& text, std::vector<std::string> more = {}) const {
    folder.write("config.json", text);
    std::vector<std::string> command{"train", "--config", config, "--out", out, "--quiet"};
    command.insert(command.end(), more.begin(), more.end());
    return run_command(command);
  }
  Finished train(const Json& json, const std::vector<std::string>& more = {}) const {
    return train(json.dump(2), more);
  }
};

/// Refused with one message that has all `parts`, before anything was written.
inline void check_refused(const Workplace& place, const Finished& finished, const std::vector<std::string>& parts) {
  INFO(finished.err);
  CHECK(finished.code == 2);
  CHECK(finished.out.empty());
  CHECK(finished.err.starts_with("error: "));
  CHECK(std::count(finished.err.begin(), finished.err.end(), '\n') == 1);
  for (const std::string& part : parts) {
    CAPTURE(part);
    CHECK(finished.err.find(part) != std::string::npos);
  }
  CHECK_FALSE(std::filesystem::exists(place.out));
}

}  // namespace rowgrad
