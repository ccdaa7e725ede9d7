// VectorsCommand: a query on word vectors: answers the words on the command line or, without any, a prompt.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <sstream>
#include <variant>

#include "tools/line_reader.hpp"
#include "tools/messages.hpp"
#include "tools/neighbours_json.hpp"
#include "tools/output.hpp"
#include "tools/prompt.hpp"
#include "tools/table.hpp"
#include "tools/vectors_options.hpp"

namespace rowgrad {

/// The same for people.
inline void print_neighbours(const WordVectors& vectors, const std::vector<Neighbour>& neighbours,
                             const Categories* categories = nullptr) {
  for (const auto& [id, score] : neighbours) {
    const std::string category = categories == nullptr ? "" : printable(categories->of(id));
    fmt::print("  {:.4f}  {}{}{}\n", score, printable(vectors.word(id)), category.empty() ? "" : "  ", category);
  }
}

/// Lists of words in, an Answer each out. Without words it prompts on a terminal and reads lines from a pipe; a line
/// that cannot be answered gets its message and the next line its turn; an answer that cannot be printed ends it.
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
    prepare(vectors);
    if (words_.empty()) return prompt(vectors);
    show(vectors, answer(vectors, words_), 2);
    return 0;
  }

 protected:
  virtual std::string words_doc() const = 0;
  using Words = std::vector<std::string>;
  using Outcome = std::variant<Answer, Error>;

  /// Reads what answers need besides the vectors. Throws an input Error.
  virtual void prepare(const WordVectors&) {}
  /// Throws an input Error if the words cannot be answered.
  virtual Answer answer(const WordVectors& vectors, const Words& words) const = 0;
  /// The same for many lists of words, an Error in place of what cannot be answered.
  virtual std::vector<Outcome> answer_each(const WordVectors& vectors, const std::vector<Words>& questions) const {
    std::vector<Outcome> outcomes;
    for (const Words& words : questions) {
      try {
        outcomes.push_back(answer(vectors, words));
      } catch (const Error& e) {
        outcomes.push_back(e);
      }
    }
    return outcomes;
  }
  virtual Json to_json(const WordVectors& vectors, const Answer& answer) const = 0;
  /// Prints an answer for people.
  virtual void print(const WordVectors& vectors, const Answer& answer) const = 0;

  const VectorsOptions& options() const { return options_; }
  const Words& words() const { return words_; }

 private:
  // Throws a run Error if it cannot be printed.
  void show(const WordVectors& vectors, const Answer& found, int indent) const {
    if (options_.json())
      fmt::print("{}\n", to_text(to_json(vectors, found), indent));
    else
      print(vectors, found);
    flush_results();
  }

  // Whether every line could be answered.
  bool answer_lines(const WordVectors& vectors, const Prompt& prompt) const {
    constexpr std::size_t most = 4096;  // lines between which nobody waits for an answer
    bool all_answered = true;
    LineReader reader;
    for (std::vector<std::string> lines; prompt.ask(), lines = reader.next(), !lines.empty();) {
      for (std::size_t first = 0; first < lines.size(); first += most)
        all_answered &= answer_group(vectors, std::span(lines).subspan(first, std::min(most, lines.size() - first)));
    }
    return all_answered;
  }
  bool answer_group(const WordVectors& vectors, std::span<const std::string> lines) const {
    std::vector<Words> questions;
    for (const std::string& line : lines) {
      std::istringstream stream(line);
      Words words;
      for (std::string word; stream >> word;) words.push_back(word);
      if (!words.empty()) questions.push_back(std::move(words));
    }
    bool all_answered = true;
    for (const Outcome& outcome : answer_each(vectors, questions)) {
      if (const Error* error = std::get_if<Error>(&outcome)) {
        tell("error: {}\n", error->what());
        all_answered = false;
      } else {
        show(vectors, std::get<Answer>(outcome), -1);
      }
    }
    return all_answered;
  }

  int prompt(const WordVectors& vectors) const {
    const Prompt prompt(
        fmt::format("{} words of {} dimensions: type {}", vectors.size(), vectors.dimension(), words_doc()));
    return answer_lines(vectors, prompt) || prompt.on_terminal() ? 0 : static_cast<int>(Blame::input);
  }

  VectorsOptions options_;
  std::vector<std::string> words_;
};

}  // namespace rowgrad
