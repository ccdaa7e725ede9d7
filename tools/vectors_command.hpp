// VectorsCommand: a query on word vectors: answers the words on the command line or, without any, a prompt.
#pragma once

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <iostream>
#include <sstream>

#include "core/error.hpp"
#include "tools/output.hpp"
#include "tools/vectors_options.hpp"

namespace rowgrad {

/// Words with their scores, as JSON and for people.
inline Json neighbours_json(const WordVectors& vectors, const std::vector<Neighbour>& neighbours) {
  Json json = Json::array();
  for (const auto& [id, score] : neighbours) json.push_back({{"word", vectors.word(id)}, {"score", score}});
  return json;
}
inline void print_neighbours(const WordVectors& vectors, const std::vector<Neighbour>& neighbours) {
  for (const auto& [id, score] : neighbours) fmt::print("  {:.4f}  {}\n", score, vectors.word(id));
}

/// Lists of words in, an Answer each out. Without words it prompts on a terminal and reads lines from a pipe; a line
/// that cannot be answered gets its message and the next line its turn.
template <class Answer>
class VectorsCommand : public Command {
 public:
  void declare(CLI::App& app) override {
    options_.declare(app);
    app.add_option("words", words_, words_doc() + "; none: read them from a prompt, line by line");
    options_.declare_json(app);
  }

  int run() override {
    const WordVectors vectors = options_.open();
    if (words_.empty()) return prompt(vectors);
    show(vectors, words_, 2);
    return 0;
  }

 protected:
  virtual std::string words_doc() const = 0;
  /// Throws an input Error if the words cannot be answered.
  virtual Answer answer(const WordVectors& vectors, const std::vector<std::string>& words) const = 0;
  virtual Json to_json(const WordVectors& vectors, const Answer& answer) const = 0;
  /// Prints an answer for people.
  virtual void print(const WordVectors& vectors, const Answer& answer) const = 0;

  const VectorsOptions& options() const { return options_; }

 private:
  void show(const WordVectors& vectors, const std::vector<std::string>& words, int indent) const {
    const Answer found = answer(vectors, words);
    if (options_.json())
      fmt::print("{}\n", to_text(to_json(vectors, found), indent));
    else
      print(vectors, found);
    std::fflush(stdout);
  }

  // Whether every line could be answered.
  bool answer_lines(const WordVectors& vectors, bool terminal) const {
    bool all_answered = true;
    for (std::string line; ask(terminal), std::getline(std::cin, line);) {
      std::istringstream stream(line);
      std::vector<std::string> words;
      for (std::string word; stream >> word;) words.push_back(word);
      if (words.empty()) continue;
      try {
        show(vectors, words, -1);
      } catch (const Error& e) {
        fmt::print(stderr, "error: {}\n", e.what());
        all_answered = false;
      }
    }
    return all_answered;
  }
  void ask(bool terminal) const {
    if (terminal) fmt::print(stderr, "{}> ", words_doc());
  }

  int prompt(const WordVectors& vectors) const {
    const bool terminal = ::isatty(STDIN_FILENO) == 1;
    if (terminal) fmt::print(stderr, "{} words of {} dimensions; Ctrl-D ends\n", vectors.size(), vectors.dimension());
    const bool all_answered = answer_lines(vectors, terminal);
    if (terminal) fmt::print(stderr, "\n");
    return all_answered || terminal ? 0 : static_cast<int>(Blame::input);
  }

  VectorsOptions options_;
  std::vector<std::string> words_;
};

}  // namespace rowgrad
