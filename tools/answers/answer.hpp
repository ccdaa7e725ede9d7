// Answers: everything a page can ask, by name. Each is a function in a file of its own, which registers it in its last
// lines, and gives JSON, built of what the commands print with --json. The explorer asks over HTTP, a
// report asks ahead and keeps the answers, `rowgrad plot` asks for one picture.
#pragma once

#include <map>
#include <string>

#include "config/types.hpp"
#include "tools/answers/arguments.hpp"
#include "tools/answers/shelf.hpp"

namespace rowgrad {

/// A name and arguments: "neighbours", {run: 0, word: cat}.
struct Question {
  std::string name;
  std::map<std::string, std::string> arguments = {};
};

/// As a page writes it: "neighbours?run=0&word=cat", sorted by argument, encoded as URLSearchParams encodes.
std::string to_text(const Question& question);

/// Whether an answer computes, on all threads: these take turns, while what only reads files is given at once.
enum class Work { reads, computes };

/// Throws an input Error if the question makes no sense, a run Error if something fails.
using Answer = Json (*)(Shelf& shelf, Arguments& arguments);

/// `const bool registered = register_answer("neighbours", Work::computes, neighbours);`
bool register_answer(const std::string& name, Work work, Answer answer);

/// Any number of threads may ask. Throws an input Error too if there is no answer of this name, or if it does not take
/// one of the arguments.
Json ask(Shelf& shelf, const Question& question);

}  // namespace rowgrad
