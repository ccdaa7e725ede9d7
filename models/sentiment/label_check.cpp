#include "models/sentiment/label_check.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

#include "config/json_checks.hpp"
#include "core/ascii.hpp"
#include "core/error.hpp"
#include "data/usual_names.hpp"

namespace rowgrad {
namespace {

constexpr std::size_t few_documents = 20;

// `"a", "b" and 7 more`.
std::string listed(const std::vector<std::string>& labels) {
  constexpr std::size_t most = 5;
  std::string text;
  for (std::size_t i = 0; i < std::min(most, labels.size()); ++i)
    text += fmt::format("{}\"{}\"", i == 0 ? "" : ", ", shortened(labels[i]));
  return labels.size() > most ? fmt::format("{} and {} more", text, labels.size() - most) : text;
}

// Without blanks, in lower case.
std::string essence(const std::string& label) {
  std::string text = lower_case(label);
  std::erase_if(text, [](char c) { return c == ' ' || c == '\t'; });
  return text;
}

void note_twins(const Vocabulary& labels, std::vector<std::string>& notes) {
  std::map<std::string, std::vector<std::string>> twins;
  for (Id id = 0; id < labels.size(); ++id) twins[essence(labels.token(id))].push_back(labels.token(id));
  for (const auto& [text, same] : twins) {
    if (same.size() > 1) notes.push_back(fmt::format("labels differ in case or blanks only: {}", listed(same)));
  }
}

void note_single(const Vocabulary& labels, std::vector<std::string>& notes) {
  std::vector<std::string> once;
  for (Id id = 0; id < labels.size(); ++id) {
    const std::string& label = labels.token(id);
    if (labels.count(id) != 1) continue;
    once.push_back(label);
    if (is_usual_label_name(label)) {
      notes.push_back(
          fmt::format("the label \"{0}\" occurs once and looks like a header; if it is one, --set "
                      "\"data.label={0}\" says so",
                      label));
    }
  }
  if (!once.empty() && labels.total() > few_documents)
    notes.push_back(
        fmt::format("{} occurs only once: {}", once.size() == 1 ? "a label" : "each of these labels", listed(once)));
}

std::size_t word_count(std::string_view text) {
  std::size_t words = 0;
  for (std::size_t i = 0; i < text.size(); ++i) words += text[i] != ' ' && (i == 0 || text[i - 1] == ' ') ? 1 : 0;
  return words;
}

// Sentences where names are expected.
void note_long(const Vocabulary& labels, const std::string& other_label, std::vector<std::string>& notes) {
  constexpr std::size_t many_words = 3;
  std::size_t n = 0;
  for (Id id = 0; id < labels.size(); ++id) n += word_count(labels.token(id)) >= many_words ? 1 : 0;
  if (other_label.empty() || n * 2 <= labels.size()) return;
  notes.push_back(fmt::format("{} of {} labels have three words or more, such as \"{}\"; if they are texts, {}", n,
                              labels.size(), shortened(labels.token(0)), other_label));
}

// The first label that is marked as another format marks it; none is empty.
std::string first_label(const Vocabulary& labels, bool (*is_marked)(std::string_view)) {
  for (Id id = 0; id < labels.size(); ++id) {
    if (is_marked(labels.token(id))) return shortened(labels.token(id));
  }
  return {};
}

void note_marks(const Vocabulary& labels, std::vector<std::string>& notes) {
  const std::string quoted = first_label(
      labels, [](std::string_view label) { return label.size() > 2 && label.front() == '"' && label.back() == '"'; });
  if (!quoted.empty()) {
    notes.push_back(
        fmt::format("labels have quotes around them, such as {}; --set data.format=csv takes quotes as marks", quoted));
  }
  const std::string fasttext =
      first_label(labels, [](std::string_view label) { return label.starts_with("__label__"); });
  if (!fasttext.empty()) {
    notes.push_back(
        fmt::format("labels begin with fastText's mark, such as {}, which is part of them here; fastText writes them "
                    "before the text",
                    fasttext));
  }
}

}  // namespace

void require_classes(const Vocabulary& labels, const std::string& file, const std::string& other_label,
                     bool many_classes) {
  const std::uint64_t documents = labels.total();
  if (many_classes || documents <= few_documents || labels.size() * 2 <= documents) return;
  throw input_error(
      file,
      fmt::format("{} documents have {} different labels, such as \"{}\"", documents, labels.size(),
                  shortened(labels.token(static_cast<Id>(labels.size() - 1)))),
      other_label + (other_label.empty() ? "" : "; ") + "if they are right, --set data.many_classes=true");
}

std::vector<std::string> label_notes(const Vocabulary& labels, const std::string& other_label) {
  std::vector<std::string> notes;
  if (labels.size() > 2 && labels.size() * 4 > labels.total())
    notes.push_back(fmt::format("labels are nearly unique: {} over {} documents", labels.size(), labels.total()));
  note_twins(labels, notes);
  note_single(labels, notes);
  note_long(labels, other_label, notes);
  note_marks(labels, notes);
  return notes;
}

}  // namespace rowgrad
