#include "analysis/categories.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/error.hpp"
#include "core/text_file.hpp"
#include "core/utf8.hpp"

namespace rowgrad {
namespace {

constexpr std::size_t shown = 3;  // words that a note names

// "2 words …: "a", "b"".
std::string note(const std::string& file, const std::vector<std::string>& words, const char* what) {
  const std::size_t n = std::min(shown, words.size());
  return fmt::format("{}: {} {} {}: \"{}\"{}", file, words.size(), words.size() == 1 ? "word" : "words", what,
                     fmt::join(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(n), "\", \""),
                     words.size() > n ? " …" : "");
}

// The word and the category of a line.
std::pair<std::string, std::string> parse(std::string_view line, const std::string& where) {
  constexpr const char* remedy = "write a word, one tab and its category";
  if (find_invalid_utf8(line) != std::string_view::npos) throw input_error(where, "is not UTF-8", "save it as UTF-8");
  const std::size_t tab = line.find('\t');
  if (tab == std::string_view::npos) throw input_error(where, "expected word<TAB>category, found no tab", remedy);
  if (line.find('\t', tab + 1) != std::string_view::npos)
    throw input_error(where, "expected word<TAB>category, found a second tab", remedy);
  if (tab == 0 || tab + 1 == line.size())
    throw input_error(where, fmt::format("found no {} the tab", tab == 0 ? "word before" : "category after"), remedy);
  return {std::string(line.substr(0, tab)), std::string(line.substr(tab + 1))};
}

// Calls f(word, category) for each line.
template <class F>
void for_each_entry(const std::filesystem::path& path, F&& f) {
  const TextFile file(path);
  for_each_line(file.text(), [&](std::string_view line, std::size_t number) {
    if (line.empty()) return;
    auto [word, category] = parse(line, fmt::format("{}:{}", path.string(), number));
    f(std::move(word), category);
  });
}

}  // namespace

void Categories::check(const std::filesystem::path& file) {
  for_each_entry(file, [](const std::string&, const std::string&) {});
}

Categories Categories::read(const std::filesystem::path& path, const WordVectors& vectors) {
  Categories categories;
  std::vector<std::string> unknown, repeated;
  for_each_entry(path, [&](std::string word, const std::string& category) {
    const auto id = vectors.find(word);
    if (!id)
      unknown.push_back(std::move(word));
    else if (!categories.of_.emplace(*id, category).second)
      repeated.push_back(std::move(word));
    else
      categories.words_[category].push_back(*id);
  });
  if (categories.of_.empty())
    throw input_error(path.string(), "expected lines word<TAB>category with words that have a vector, found none",
                      "name the categories of words in this vocabulary");
  if (!unknown.empty()) categories.notes_.push_back(note(path.string(), unknown, "left out, having no vector"));
  if (!repeated.empty())
    categories.notes_.push_back(note(path.string(), repeated, "given twice, the first category counts"));
  return categories;
}

const std::string& Categories::of(Id word) const {
  static const std::string none;
  const auto found = of_.find(word);
  return found == of_.end() ? none : found->second;
}

}  // namespace rowgrad
