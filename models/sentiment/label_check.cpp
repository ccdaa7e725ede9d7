#include "models/sentiment/label_check.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <map>

#include "config/json_checks.hpp"
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

}  // namespace

void require_classes(const Vocabulary& labels, const std::string& file, bool many_classes) {
  const std::uint64_t documents = labels.total();
  if (many_classes || documents <= few_documents || labels.size() * 2 <= documents) return;
  throw input_error(file,
                    fmt::format("{} documents have {} different labels, such as \"{}\"", documents, labels.size(),
                                shortened(labels.token(static_cast<Id>(labels.size() - 1)))),
                    "name the label's column: --set data.label=1 if it comes first; if they are right, --set "
                    "data.many_classes=true");
}

std::vector<std::string> label_notes(const Vocabulary& labels) {
  std::vector<std::string> notes;
  if (labels.total() > few_documents && labels.size() * 4 > labels.total())
    notes.push_back(fmt::format("labels are nearly unique: {} over {} documents", labels.size(), labels.total()));
  note_twins(labels, notes);
  note_single(labels, notes);
  std::vector<std::string> quoted;
  for (Id id = 0; id < labels.size(); ++id) {
    const std::string& label = labels.token(id);
    if (label.size() > 2 && label.front() == '"' && label.back() == '"') quoted.push_back(label);
  }
  if (!quoted.empty())
    notes.push_back(fmt::format(
        "labels have quotes around them, such as {}; --set data.format=csv takes quotes as marks", quoted[0]));
  return notes;
}

}  // namespace rowgrad
