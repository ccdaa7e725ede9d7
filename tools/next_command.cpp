#include "tools/next_command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>

#include "core/command_name.hpp"
#include "core/standard_input.hpp"

namespace rowgrad {
namespace {

bool is_letter(unsigned char c) { return c >= 0x80U || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// A word the run surely knows: the most frequent one that is long enough to mean something, else any; none that would
// be taken for an option.
std::string familiar_word(const RunDirectory& run) {
  constexpr std::size_t long_enough = 4, most = 1000;
  std::ifstream vocabulary(run.vocabulary());
  std::string line, any;
  for (std::size_t i = 0; i < most && std::getline(vocabulary, line); ++i) {
    const std::string word = line.substr(0, line.rfind('\t'));
    if (word.starts_with('-')) continue;
    if (any.empty()) any = word;
    if (word.size() >= long_enough && std::all_of(word.begin(), word.end(), is_letter)) return word;
  }
  return any;
}

// The file to judge a classifier by: that of the last split that has one of its own; empty if none can be read again.
std::string held_out_file(const Json& data) {
  for (const Split split : {Split::test, Split::dev, Split::train}) {
    const std::string file = data.value(split_name(split), "");
    if (!file.empty() && !is_standard_input(file)) return file;
  }
  return {};
}

}  // namespace

std::string next_command(const RunDirectory& run, const RunSpec& spec) {
  const std::string rowgrad = command_name("rowgrad"), path = shell_word(run.path().string());
  if (spec.task == "lm") return fmt::format("{} generate {} -n 5", rowgrad, path);
  const std::string word = shell_word(familiar_word(run)), file = held_out_file(spec.resolved["data"]);
  if (spec.data->makes_word_vectors()) return fmt::format("{} nearest {} {}", rowgrad, path, word);
  if (file.empty()) return fmt::format("{} predict {} --text {}", rowgrad, path, word);
  return fmt::format("{} predict {} {}", rowgrad, path, shell_word(file));
}

}  // namespace rowgrad
