// Recording: the questions that a report's page will have answers to, and their answers.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tools/answers/answer.hpp"

namespace rowgrad {

/// What a report shows besides what follows from the runs.
struct RecordedChoices {
  std::vector<std::string> texts;  // phrases to trace, beginnings of items; those that a run cannot read are left out
  std::vector<std::string> analogies;  // "man king woman"
  std::vector<std::string> intruders;  // "cat,dog,car"
  std::size_t words = 50000;           // of a table, the most frequent
};

struct Recording {
  /// By question, as the page writes it. What cannot be answered has its message in its place: {"error": …}.
  std::map<std::string, Json> answers;
  std::vector<std::string> unanswered;  // choices that no run could answer
};
Recording record(Shelf& shelf, const RecordedChoices& choices);

}  // namespace rowgrad
