#include "tests/docs/command_words.hpp"

#include <algorithm>
#include <cctype>
#include <sstream>
#include <vector>

#include "tests/docs/page_line.hpp"

namespace rowgrad {
namespace {

using Words = std::vector<std::string>;

Words words_of(std::string_view text) {
  Words words;
  std::istringstream stream{std::string(text)};
  for (std::string word; stream >> word;) {
    if (word != "\\") words.push_back(std::move(word));  // a line that goes on
  }
  return words;
}

bool is_placeholder(const std::string& word) {
  const auto is_capital = [](unsigned char c) { return std::isupper(c) != 0; };
  return word.find(ellipsis) != std::string::npos ||
         (word.size() > 1 && std::all_of(word.begin(), word.end(), is_capital));
}

bool is_setting(const std::string& word) { return word.find('=') != std::string::npos && word[0] != '-'; }

bool ends_command(const std::string& word) { return word == "|" || word == "&&" || word.ends_with(';'); }

bool has_argument(const Words& words, std::size_t first) {
  for (std::size_t i = first; i < words.size(); ++i) {
    if (!words[i].starts_with('-') && !ends_command(words[i])) return true;
  }
  return false;
}

// `words` without the variables, folder and script before the program.
bool starts_program(Words words) {
  words.erase(words.begin(), std::find_if_not(words.begin(), words.end(), is_setting));
  const bool by_run = !words.empty() && words[0] == "./run";
  if (by_run) words.erase(words.begin());
  if (words.empty()) return false;
  const std::string program = plain_command(words[0]);
  if (program == "train") {
    const auto decides = [](const std::string& word) { return word == "--config" || word == "--resume"; };
    return std::any_of(words.begin(), words.end(), decides);
  }
  if (program == "rowgrad") return has_argument(words, 2);
  return words.size() > 1 && (by_run || program != words[0] || program.starts_with("bench_"));
}

}  // namespace

bool is_command(std::string_view text) {
  const Words words = words_of(text);
  if (std::any_of(words.begin(), words.end(), is_placeholder)) return false;
  for (auto begin = words.begin(); begin != words.end();) {
    auto end = std::find_if(begin, words.end(), ends_command);
    if (end != words.end()) ++end;
    if (starts_program({begin, end})) return true;
    begin = end;
  }
  return false;
}

std::string plain_command(std::string_view text) {
  std::string plain;
  for (const std::string& word : words_of(text)) {
    if (word == "./run") continue;
    const std::string_view folder = "build/release/bin/";
    plain += (plain.empty() ? "" : " ") + word.substr(word.starts_with(folder) ? folder.size() : 0);
  }
  return plain;
}

}  // namespace rowgrad
