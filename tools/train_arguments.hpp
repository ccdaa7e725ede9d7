// TrainArguments: the command line of `train`, checked.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace rowgrad {

struct TrainArguments {
  std::string config, out, init_from;
  std::vector<std::string> set;   // overrides, those of --data, --dev and --test first
  std::vector<std::string> data;  // the latter
  std::optional<std::size_t> seed;
  int threads = 1;
  bool resume = false, overwrite = false, finish = false;
  bool quiet = false, json = false, print_config = false;
  bool out_given = false;  // otherwise `out` is runs/<config name>

  /// Whether the run in `out` is to be opened again.
  bool reopens() const { return resume || finish; }

  /// Nothing if help was asked for, and printed. Throws an input Error or CLI::ParseError.
  static std::optional<TrainArguments> parse(int argc, char** argv);
};

}  // namespace rowgrad
