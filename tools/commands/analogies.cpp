#include "analysis/analogy.hpp"
#include "tools/numbers.hpp"
#include "tools/output.hpp"
#include "tools/vectors_options.hpp"

namespace rowgrad {
namespace {

double share(std::size_t correct, std::size_t found) {
  return found == 0 ? 0.0 : static_cast<double>(correct) / static_cast<double>(found);
}

class Analogies : public Command {
 public:
  void declare(CLI::App& app) override {
    options_.declare(app);
    app.add_option("file", file_, "\": section\" lines and lines of four words, such as questions-words.txt")
        ->required();
    app.add_option("--limit", limit_, "keep to the first that many words (default: all)")->check(whole_number(1));
    options_.declare_json(app);
    app.footer(
        "A question's own words are no answers. Questions with an unknown word are counted as missing, not as wrong.\n"
        "Example:\n  rowgrad analogies runs/word2vec questions-words.txt");
  }

  int run() override {
    const auto sections = evaluate_analogies(options_.open(), file_, limit_);
    AnalogySection total{"total", 0, 0, 0, 0};
    for (const AnalogySection& s : sections) {
      total.found += s.found;
      total.missing += s.missing;
      total.correct_add += s.correct_add;
      total.correct_mul += s.correct_mul;
    }
    if (options_.json()) {
      Json json{{"sections", Json::array()}, {"total", to_json(total)}};
      for (const AnalogySection& s : sections) json["sections"].push_back(to_json(s));
      fmt::print("{}\n", to_text(json, 2));
      return 0;
    }
    fmt::print("{:<30} {:>7} {:>8} {:>9} {:>9}\n", "section", "found", "missing", "3CosAdd", "3CosMul");
    for (const AnalogySection& s : sections) print(s);
    print(total);
    return 0;
  }

 private:
  static Json to_json(const AnalogySection& s) {
    return {{"name", s.name},
            {"found", s.found},
            {"missing", s.missing},
            {"correct_3cosadd", s.correct_add},
            {"correct_3cosmul", s.correct_mul},
            {"accuracy_3cosadd", share(s.correct_add, s.found)},
            {"accuracy_3cosmul", share(s.correct_mul, s.found)}};
  }
  static void print(const AnalogySection& s) {
    fmt::print("{:<30} {:>7} {:>8} {:>8.2f}% {:>8.2f}%\n", s.name, s.found, s.missing,
               100.0 * share(s.correct_add, s.found), 100.0 * share(s.correct_mul, s.found));
  }

  VectorsOptions options_;
  std::string file_;
  std::size_t limit_ = 0;
};

const bool registered = register_command<Analogies>(
    "analogies", "accuracy on a file of analogy questions, by section, 3CosAdd and 3CosMul");

}  // namespace
}  // namespace rowgrad
