#include "analysis/neighbours.hpp"
#include "models/lm/unembedding.hpp"
#include "tools/numbers.hpp"
#include "tools/run_data.hpp"
#include "tools/table.hpp"
#include "tools/vectors_command.hpp"

namespace rowgrad {
namespace {

struct WordNeighbours {
  Id word;
  std::vector<Neighbour> neighbours;
};

class Nearest : public VectorsCommand<std::vector<WordNeighbours>> {
  using Answer = std::vector<WordNeighbours>;

 public:
  void declare(CLI::App& app) override {
    VectorsCommand::declare(app);
    app.add_option("-n,--count", count_, "how many neighbours (default 10)")->check(whole_number(1));
    app.add_option("--hidden", hidden_,
                   "of a language model: the output rows whose scores are highest after this text");
    app.footer(
        "Examples:\n  rowgrad nearest runs/sgns cat dog\n  rowgrad nearest glove.6B.100d.txt\n"
        "  rowgrad nearest runs/bigram_tied --hidden emm");
  }

  int run() override { return hidden_.empty() ? VectorsCommand::run() : nearest_to_hidden(); }

 protected:
  std::string words_doc() const override { return "words"; }

  Answer answer(const WordVectors& vectors, const Words& words) const override {
    std::vector<Id> ids;
    for (const auto& word : words) ids.push_back(vectors.id(word));
    if (ids.size() > 1) return with_neighbours(vectors, ids);
    const Id self[] = {ids[0]};
    return {{ids[0], vectors.nearest(vectors.vector(ids[0]), count_, self)}};
  }

  // The words of all questions at once.
  std::vector<Outcome> answer_each(const WordVectors& vectors, const std::vector<Words>& questions) const override {
    if (questions.size() == 1) return VectorsCommand::answer_each(vectors, questions);
    std::vector<Outcome> outcomes;
    std::vector<Id> ids;
    for (const Words& words : questions) {
      try {
        Answer answer;
        for (const auto& word : words) answer.push_back({vectors.id(word), {}});
        for (const auto& [word, none] : answer) ids.push_back(word);
        outcomes.emplace_back(std::move(answer));
      } catch (const Error& e) {
        outcomes.emplace_back(e);
      }
    }
    Answer found = with_neighbours(vectors, ids);
    auto next = found.begin();
    for (Outcome& outcome : outcomes) {
      if (auto* answer = std::get_if<Answer>(&outcome)) {
        for (WordNeighbours& word : *answer) word = std::move(*next++);
      }
    }
    return outcomes;
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
  Answer with_neighbours(const WordVectors& vectors, const std::vector<Id>& ids) const {
    auto neighbours = nearest_to_each(vectors, ids, count_);
    Answer answer;
    for (std::size_t i = 0; i < ids.size(); ++i) answer.push_back({ids[i], std::move(neighbours[i])});
    return answer;
  }

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
      neighbours.push_back({{"word", tokens.token(m.id)},
                            {"score", m.score},
                            {"dot", m.dot},
                            {"bias", m.score - m.dot},
                            {"cosine", m.cosine},
                            {"cosine_rank", m.cosine_rank},
                            {"probability", m.probability}});
    }
    fmt::print("{}\n", to_text({{"hidden", hidden_}, {"neighbours", neighbours}}, 2));
  }
  static void print_table(const std::vector<RowMatch>& matches, const Vocabulary& tokens) {
    fmt::print("    score =     dot +  bias  probability   cosine  its rank\n");
    for (const RowMatch& m : matches) {
      fmt::print("{:>9.4f} {:>9.4f} {:>7.4f} {:>12.4f} {:>8.4f} {:>9}  {}\n", m.score, m.dot, m.score - m.dot,
                 m.probability, m.cosine, m.cosine_rank, printable(tokens.token(m.id)));
    }
  }

  std::size_t count_ = 10;
  std::string hidden_;
};

const bool registered =
    register_command<Nearest>("nearest", "the words whose vectors are most similar to a word's, by cosine");

}  // namespace
}  // namespace rowgrad
