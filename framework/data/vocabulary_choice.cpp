#include "data/vocabulary_choice.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/error.hpp"
#include "core/text_file.hpp"
#include "core/utf8.hpp"

namespace rowgrad {
namespace {

constexpr const char* correct_list = "give a run's vocab.txt, or one word per line";

}  // namespace

void VocabularyChoice::apply(Vocabulary& counted, std::size_t reserved) const {
  Vocabulary taken;
  for (Id id = 0; id < counted.size(); ++id) {
    if (id < reserved || takes(counted.token(id), counted.count(id))) taken.add(counted.token(id), counted.count(id));
  }
  counted = std::move(taken);
  complete(counted, reserved);
}

void VocabularyChoice::complete(Vocabulary& taken, std::size_t reserved) const {
  if (!file_.empty() && taken.size() == reserved) {
    throw input_error(file_.string(), fmt::format("none of its {} tokens occurs in the training data", known_.size()),
                      "look at both: capitals and punctuation must be treated alike");
  }
  add_known(taken, known_);
  taken.sort(/*min_count=*/0, reserved);
}

void add_known(Vocabulary& vocabulary, const Vocabulary& known) {
  for (Id id = 0; id < known.size(); ++id) vocabulary.add(known.token(id), 0);
}

std::size_t count_unseen(const Vocabulary& vocabulary, std::size_t first) {
  const auto& counts = vocabulary.counts();
  return static_cast<std::size_t>(std::count(counts.begin() + static_cast<std::ptrdiff_t>(first), counts.end(), 0U));
}

bool share_some(const Vocabulary& a, const Vocabulary& b) {
  for (Id id = 0; id < a.size(); ++id) {
    if (b.find(a.token(id))) return true;
  }
  return false;
}

Vocabulary read_tokens(const std::filesystem::path& file, const std::vector<std::string>& reserved) {
  const TextFile source(file);
  const std::string_view text = source.text();
  Vocabulary tokens;
  if (text.substr(0, text.find('\n')).find('\t') != std::string_view::npos) {
    add_known(tokens, Vocabulary::load(file, correct_list));
    return tokens;
  }
  for_each_line(text, [&](std::string_view line, std::size_t number) {
    const auto refuse = [&](const std::string& what, const std::string& remedy) {
      throw input_error(fmt::format("{}:{}", file.string(), number), what, remedy);
    };
    if (const std::size_t bad = find_invalid_utf8(line); bad != std::string_view::npos)
      refuse(fmt::format("byte {} is not valid UTF-8", bad + 1), "convert the file to UTF-8");
    if (line.empty()) refuse("expected a word, found an empty line", "remove the line");
    if (line.find('\t') != std::string_view::npos) refuse("expected a word, found a tab", correct_list);
    if (std::find(reserved.begin(), reserved.end(), line) != reserved.end())
      refuse(fmt::format("\"{}\" is in every vocabulary of this task", line), "remove the line");
    tokens.add(line, 0);
    if (tokens.size() != number) refuse(fmt::format("\"{}\" came before", line), "remove one of the two");
  });
  if (tokens.size() == 0) throw input_error(file.string(), "expected words, found an empty file", correct_list);
  return tokens;
}

void VocabularyKeys::declare(Keys& keys, const std::string& rare) {
  keys.add("min_count", min_count, rare).at_least(1);
  keys.add("vocab", file,
           "a file of the only tokens there are, however rare: a run's vocab.txt, or one per line; without it the "
           "training data says");
}

void VocabularyKeys::check_readable(const Where& data) const {
  if (file.empty()) return;
  try {
    const TextFile readable(file.value);
  } catch (const Error& e) {
    throw(data / "vocab").error(e.what());
  }
}

VocabularyChoice VocabularyKeys::choice(const Vocabulary& known, const std::vector<std::string>& reserved) const {
  if (file.empty()) return VocabularyChoice(min_count, known);
  return {read_tokens(file.value, reserved), file.value};
}

std::string VocabularyKeys::dropped_because() const {
  return file.empty() ? "rarer than data.min_count" : "not in " + file.value.string();
}

std::vector<std::string> VocabularyKeys::notes(const Vocabulary& vocabulary) const {
  const std::size_t unseen = file.empty() ? 0 : count_unseen(vocabulary);
  if (unseen == 0) return {};
  return {fmt::format("{}: {} of {} tokens do not occur in the training data", file.value.string(), unseen,
                      vocabulary.size())};
}

}  // namespace rowgrad
