#include "models/lm/unembedding.hpp"
#include "tools/numbers.hpp"
#include "tools/run_data.hpp"
#include "tools/vectors_command.hpp"

namespace rowgrad {
namespace {

struct WordNeighbours {
  Id word;
  std::vector<Neighbour> neighbours;
};

class Nearest : public VectorsCommand<std::vector<WordNeighbours>> {
 public:
  void declare(CLI::App& app) override {
    VectorsCommand::declare(app);
    app.add_option("-n,--count", count_, "how many neighbours (default 10)")->check(whole_number(1));
    app.add_option("--hidden", hidden_, "of a language model: the output rows nearest to its state after this text");
    app.footer(
        "Examples:\n  rowgrad nearest runs/sgns cat dog\n  rowgrad nearest glove.6B.100d.txt\n"
        "  rowgrad nearest runs/bigram_tied --hidden emm");
  }

  int run() override { return hidden_.empty() ? VectorsCommand::run() : nearest_to_hidden(); }

 protected:
  std::string words_doc() const override { return "words"; }

  std::vector<WordNeighbours> answer(const WordVectors& vectors, const std::vector<std::string>& words) const override {
    std::vector<WordNeighbours> answers;
    for (const auto& word : words) {
      const Id id = vectors.id(word);
      const Id self[] = {id};
      answers.push_back({id, vectors.nearest(vectors.vector(id), count_, self)});
    }
    return answers;
  }

  Json to_json(const WordVectors& vectors, const std::vector<WordNeighbours>& answers) const override {
    Json json = Json::array();
    for (const auto& [word, neighbours] : answers)
      json.push_back({{"word", vectors.word(word)}, {"neighbours", neighbours_json(vectors, neighbours)}});
    return json;
  }

  void print(const WordVectors& vectors, const std::vector<WordNeighbours>& answers) const override {
    for (const auto& [word, neighbours] : answers) {
      fmt::print("{}\n", vectors.word(word));
      print_neighbours(vectors, neighbours);
    }
  }

 private:
  int nearest_to_hidden() const {
    TrainedModel model = open_model(options().path());
    const auto& dataset = dataset_of<LmDataset>(model.experiment, "lm", "--hidden", "the run's");
    Generator generator(model.experiment.graph, model.parameters, dataset);
    const auto matches = match_hidden(generator, model.parameters, dataset.ids(hidden_), count_);
    if (options().json())
      print_json(matches, dataset.tokens());
    else
      print_table(matches, dataset.tokens());
    return 0;
  }

  void print_json(const std::vector<RowMatch>& matches, const Vocabulary& tokens) const {
    Json neighbours = Json::array();
    for (const RowMatch& m : matches) {
      neighbours.push_back(
          {{"word", tokens.token(m.id)}, {"dot", m.dot}, {"cosine", m.cosine}, {"probability", m.probability}});
    }
    fmt::print("{}\n", to_text({{"hidden", hidden_}, {"neighbours", neighbours}}, 2));
  }
  static void print_table(const std::vector<RowMatch>& matches, const Vocabulary& tokens) {
    fmt::print("      dot   cosine  probability\n");
    for (const RowMatch& m : matches)
      fmt::print("{:>9.4f} {:>8.4f} {:>12.4f}  {}\n", m.dot, m.cosine, m.probability, tokens.token(m.id));
  }

  std::size_t count_ = 10;
  std::string hidden_;
};

const bool registered =
    register_command<Nearest>("nearest", "the words whose vectors are most similar to a word's, by cosine");

}  // namespace
}  // namespace rowgrad
