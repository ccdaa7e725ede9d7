#include "tools/fetch/data_set.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "config/suggest.hpp"
#include "core/command_name.hpp"
#include "core/error.hpp"

namespace rowgrad {

const DataSet& find_data_set(const std::string& name) {
  const auto found = std::ranges::find(data_sets(), name, &DataSet::name);
  if (found != data_sets().end()) return *found;
  std::vector<std::string> names;
  for (const DataSet& set : data_sets()) names.push_back(set.name);
  throw input_error(name, "there is no such data set", suggest(name, names));
}

std::string next_command(const DataSet& set, const std::filesystem::path& folder) {
  std::string command = command_name(set.next.at(0));
  for (std::size_t i = 1; i < set.next.size(); ++i) {
    const bool is_file = std::ranges::find(set.files, set.next[i]) != set.files.end();
    command += " " + shell_word(is_file ? (folder / set.next[i]).string() : set.next[i]);
  }
  return command;
}

}  // namespace rowgrad
