#include "models/lm/unembedding.hpp"
#include "tools/vectors_command.hpp"
#include "train/run_directory.hpp"

namespace rowgrad {
namespace {

class Nearest : public VectorsCommand {
 public:
  void declare(CLI::App& app) override {
    VectorsCommand::declare(app);
    app.add_option("-n,--count", count_, "how many neighbours (default 10)")->check(CLI::PositiveNumber);
    app.add_option("--hidden", hidden_, "of a language model: the output rows nearest to its state after this text");
    app.footer(
        "Examples:\n  rowgrad nearest runs/sgns cat dog\n  rowgrad nearest glove.6B.100d.txt\n"
        "  rowgrad nearest runs/bigram_tied --hidden emm");
  }

  int run() override { return hidden_.empty() ? VectorsCommand::run() : nearest_to_hidden(); }

 protected:
  std::string words_doc() const override { return "words"; }

  Json answer(const WordVectors& vectors, const std::vector<std::string>& words) const override {
    Json answers = Json::array();
    for (const auto& word : words) {
      const Id id = vectors.id(word);
      const Id self[] = {id};
      answers.push_back({{"word", vectors.word(id)},
                         {"neighbours", list(vectors, vectors.nearest(vectors.vector(id), count_, self))}});
    }
    return answers;
  }

  void print(const Json& answers) const override {
    for (const auto& answer : answers) {
      fmt::print("{}\n", answer["word"].get_ref<const std::string&>());
      print_list(answer["neighbours"]);
    }
  }

 private:
  int nearest_to_hidden() const {
    OpenRun open = open_run(options().path());
    const auto* task = dynamic_cast<const LmTask*>(&open.experiment->task());
    if (task == nullptr)
      throw input_error("--hidden", "the run's task is \"" + open.experiment->task_name() + "\"",
                        "name a run of the task \"lm\"");
    Generator generator(open.experiment->graph(), open.parameters, *task);
    Json matches = Json::array();
    for (const RowMatch& m : match_hidden(generator, open.parameters, task->ids(hidden_), count_)) {
      matches.push_back({{"word", task->vocabulary()->token(m.id)},
                         {"dot", m.dot},
                         {"cosine", m.cosine},
                         {"probability", m.probability}});
    }
    if (options().json) {
      fmt::print("{}\n", to_text({{"hidden", hidden_}, {"neighbours", matches}}, 2));
      return 0;
    }
    fmt::print("      dot   cosine  probability\n");
    for (const Json& m : matches) {
      fmt::print("{:>9.4f} {:>8.4f} {:>12.4f}  {}\n", m["dot"].get<double>(), m["cosine"].get<double>(),
                 m["probability"].get<double>(), m["word"].get_ref<const std::string&>());
    }
    return 0;
  }

  std::size_t count_ = 10;
  std::string hidden_;
};

const bool registered =
    register_command<Nearest>("nearest", "the words whose vectors are most similar to a word's, by cosine");

}  // namespace
}  // namespace rowgrad
