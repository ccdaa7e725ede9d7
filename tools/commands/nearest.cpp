#include <fmt/format.h>

#include "analysis/neighbours.hpp"
#include "tools/command.hpp"
#include "train/run_directory.hpp"

namespace rowgrad {
namespace {

class Nearest : public Command {
 public:
  void declare(CLI::App& app) override {
    app.add_option("run", run_, "a run directory")->required();
    app.add_option("words", words_, "words to look up")->required();
    app.add_option("-n,--count", count_, "how many neighbours")->check(CLI::PositiveNumber);
    app.footer("Example:\n  rowgrad nearest runs/sgns cat dog");
  }

  int run() override {
    const OpenRun open = open_run(run_);
    const Vocabulary& vocabulary = *open.experiment->task().vocabulary();
    const auto table = open.experiment->task().vectors(open.experiment->graph());
    if (!table) throw input_error(run_, "the model has no table of token vectors");
    const Neighbours neighbours(open.parameters[*table].value);
    for (const auto& word : words_) {
      const auto id = vocabulary.find(word);
      if (!id) throw input_error("\"" + word + "\"", "is not in the vocabulary");
      fmt::print("{}\n", word);
      for (const auto& [other, cosine] : neighbours.nearest(*id, count_))
        fmt::print("  {:.4f}  {}\n", cosine, vocabulary.token(other));
    }
    return 0;
  }

 private:
  std::string run_;
  std::vector<std::string> words_;
  std::size_t count_ = 10;
};

const bool registered =
    register_command<Nearest>("nearest", "the tokens whose vectors are most similar to a token's, by cosine");

}  // namespace
}  // namespace rowgrad
