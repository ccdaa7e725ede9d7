// Data named on the command line takes the place of all the config's data: its dev and test files belong to another
// training file, and a figure over them would be a figure about something else. Its split is fractions, which belong to
// no file: it cuts the new one, unless it would cut off a part that the command line names a file for.
#pragma once

#include <string>
#include <vector>

namespace rowgrad {

struct OwnData {
  std::vector<std::string> overrides;  // `path.to.key=value`, to be applied to the config in order
  std::vector<std::string> left_out;   // files of the config that do not stand: "data.test"
  bool split_left_out = false;         // nor does its split
};

/// The overrides `set`, and before them, if they name a training file, those that empty what of the config's dev, test
/// and split does not stand and is not given by `set` too. Throws Error if the config cannot be read.
OwnData with_own_data(const std::string& config, const std::vector<std::string>& set);

/// The same, and a line on stderr if something of the config does not stand.
std::vector<std::string> told_own_data(const std::string& config, const std::vector<std::string>& set);

}  // namespace rowgrad
