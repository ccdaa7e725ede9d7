#include "analysis/analogy.hpp"

#include "tools/numbers.hpp"
#include "tools/vectors_command.hpp"

namespace rowgrad {
namespace {

struct Question {
  std::vector<std::string> words;
  std::vector<Neighbour> answers;
};

class Analogy : public VectorsCommand<Question> {
 public:
  void declare(CLI::App& app) override {
    VectorsCommand::declare(app);
    app.add_option("-n,--count", count_, "how many answers (default 10)")->check(whole_number(1));
    app.add_option("--method", method_, "add: 3CosAdd, cos(d, B - A + C) (default); mul: 3CosMul")
        ->check(CLI::IsMember({"add", "mul"}));
    app.footer(
        "A is to B as C is to what? A, B and C themselves are no answers.\n"
        "Example (king - man + woman):\n  rowgrad analogy glove.6B.100d.txt man king woman");
  }

 protected:
  std::string words_doc() const override { return "A B C"; }

  Question answer(const WordVectors& vectors, const std::vector<std::string>& words) const override {
    if (words.size() != 3) {
      throw input_error("analogy", fmt::format("expected 3 words, found {}", words.size()),
                        "write A B C for: A is to B as C is to what?");
    }
    const auto method = method_ == "mul" ? AnalogyMethod::mul : AnalogyMethod::add;
    return {words, analogy(vectors, vectors.id(words[0]), vectors.id(words[1]), vectors.id(words[2]), method, count_)};
  }

  Json to_json(const WordVectors& vectors, const Question& question) const override {
    return {{"question", question.words}, {"method", method_}, {"answers", neighbours_json(vectors, question.answers)}};
  }

  void print(const WordVectors& vectors, const Question& question) const override {
    fmt::print("{} - {} + {}\n", question.words[1], question.words[0], question.words[2]);
    print_neighbours(vectors, question.answers);
  }

 private:
  std::size_t count_ = 10;
  std::string method_ = "add";
};

const bool registered = register_command<Analogy>("analogy", "A is to B as C is to what?");

}  // namespace
}  // namespace rowgrad
