// VectorsCommand: a query on word vectors: answers the words on the command line or, without any, a prompt.
#pragma once

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <iostream>
#include <sstream>

#include "analysis/word_vectors.hpp"
#include "core/error.hpp"
#include "tools/command.hpp"

namespace rowgrad {

/// JSON as text; bytes that are not UTF-8, which a word may hold, become replacement characters.
inline std::string to_text(const Json& json, int indent) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

/// A word as a field of a CSV line (RFC 4180).
inline std::string csv_field(const std::string& word) {
  if (word.find_first_of(",\"\r\n") == std::string::npos) return word;
  std::string quoted = "\"";
  for (const char c : word) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

/// The path, the table and --json, which every command on word vectors takes.
class VectorsOptions {
 public:
  void declare(CLI::App& app) {
    app.add_option("vectors", path_, "a run directory, or a word2vec, GloVe, fastText .vec, .npy or safetensors file")
        ->required();
    app.add_option("--table", table_, "another of a run's tables, e.g. v.weight for the context vectors");
  }
  void declare_json(CLI::App& app) { app.add_flag("--json", json, "machine-readable"); }
  WordVectors open() const { return WordVectors::open(path_, table_); }
  const std::string& path() const { return path_; }

  bool json = false;

 private:
  std::string path_, table_;
};

/// Lists of words in, answers out. Without words it prompts on a terminal and reads lines from a pipe; a line that
/// cannot be answered gets its message and the next line its turn.
class VectorsCommand : public Command {
 public:
  void declare(CLI::App& app) override {
    options_.declare(app);
    app.add_option("words", words_, words_doc() + "; none: read them from a prompt, line by line");
    options_.declare_json(app);
  }

  int run() override {
    const WordVectors vectors = options_.open();
    if (!words_.empty()) {
      show(answer(vectors, words_), 2);
      return 0;
    }
    return prompt(vectors);
  }

 protected:
  virtual std::string words_doc() const = 0;
  /// Throws an input Error if the words cannot be answered.
  virtual Json answer(const WordVectors& vectors, const std::vector<std::string>& words) const = 0;
  /// Prints an answer for people.
  virtual void print(const Json& answer) const = 0;

  const VectorsOptions& options() const { return options_; }

  static Json list(const WordVectors& vectors, const std::vector<Neighbour>& neighbours) {
    Json json = Json::array();
    for (const auto& [id, score] : neighbours) json.push_back({{"word", vectors.word(id)}, {"score", score}});
    return json;
  }
  static void print_list(const Json& neighbours) {
    for (const auto& n : neighbours)
      fmt::print("  {:.4f}  {}\n", n["score"].get<double>(), n["word"].get_ref<const std::string&>());
  }

 private:
  void show(const Json& json, int indent) const {
    if (options_.json)
      fmt::print("{}\n", to_text(json, indent));
    else
      print(json);
    std::fflush(stdout);
  }

  int prompt(const WordVectors& vectors) const {
    const bool terminal = ::isatty(STDIN_FILENO) == 1;
    if (terminal) fmt::print(stderr, "{} words of {} dimensions; Ctrl-D ends\n", vectors.size(), vectors.dimension());
    bool failed = false;
    for (std::string line;
         (terminal ? fmt::print(stderr, "{}> ", words_doc()) : void()), std::getline(std::cin, line);) {
      std::istringstream stream(line);
      std::vector<std::string> words;
      for (std::string word; stream >> word;) words.push_back(word);
      if (words.empty()) continue;
      try {
        show(answer(vectors, words), -1);
      } catch (const Error& e) {
        fmt::print(stderr, "error: {}\n", e.what());
        failed = true;
      }
    }
    if (terminal) fmt::print(stderr, "\n");
    return failed && !terminal ? static_cast<int>(Blame::input) : 0;
  }

  VectorsOptions options_;
  std::vector<std::string> words_;
};

}  // namespace rowgrad
