#include <algorithm>

#include "analysis/mean_cosine.hpp"
#include "analysis/neighbours.hpp"
#include "tools/categories_option.hpp"
#include "tools/language_json.hpp"
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
    given_count_ = app.add_option("-n,--count", count_, "how many neighbours (default 10; of --mean: all)");
    given_count_->check(whole_number(1));
    CLI::Option* const categories = categories_.declare(app, "each neighbour's, and how many share the word's");
    CLI::Option* const mean = app.add_flag(
        "--mean", mean_, "words by their mean cosine to all others, with ranks; of the words given or all");
    hidden_option_ = app.add_option("--hidden", hidden_,
                                    "of a language model: the output rows whose scores are highest after this text")
                         ->excludes(categories)
                         ->excludes(mean);
    app.footer(
        "Examples:\n  rowgrad nearest runs/sgns cat dog\n  rowgrad nearest glove.6B.100d.txt\n"
        "  rowgrad nearest runs/world cat --categories data/world.categories.tsv\n  rowgrad nearest runs/sgns --mean\n"
        "  rowgrad nearest runs/bigram_tied --hidden emm");
  }

  int run() override {
    if (mean_) return rank_by_mean();
    return hidden_option_->count() == 0 ? VectorsCommand::run() : nearest_to_hidden();
  }

 protected:
  std::string words_doc() const override { return "words"; }
  void prepare(const WordVectors& vectors) override { categories_.open(vectors); }

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
    for (const WordNeighbours& answer : answers) {
      const auto& [word, neighbours] = answer;
      json.push_back(
          {{"word", vectors.word(word)}, {"neighbours", neighbours_json(vectors, neighbours, categories_.get())}});
      if (categories_.get() == nullptr) continue;
      json.back()["category"] = categories_.get()->of(word);
      json.back()["same_category"] = same_category(answer);
    }
    return json;
  }

  void print(const WordVectors& vectors, const std::vector<WordNeighbours>& answers) const override {
    for (const WordNeighbours& answer : answers) {
      fmt::print("{}\n", printable(vectors.word(answer.word)));
      print_neighbours(vectors, answer.neighbours, categories_.get());
      if (categories_.get() == nullptr) continue;
      const std::string& category = categories_.get()->of(answer.word);
      if (category.empty())
        fmt::print("  no category\n");
      else
        fmt::print("  {} of {}: {}\n", same_category(answer), answer.neighbours.size(), printable(category));
    }
  }

 private:
  // How many neighbours are in the word's category. REQUIRES: categories.
  std::size_t same_category(const WordNeighbours& answer) const {
    const Categories& categories = *categories_.get();
    const std::string& category = categories.of(answer.word);
    if (category.empty()) return 0;
    return static_cast<std::size_t>(std::ranges::count_if(
        answer.neighbours, [&](const Neighbour& neighbour) { return categories.of(neighbour.id) == category; }));
  }

  Answer with_neighbours(const WordVectors& vectors, const std::vector<Id>& ids) const {
    auto neighbours = nearest_to_each(vectors, ids, count_);
    Answer answer;
    for (std::size_t i = 0; i < ids.size(); ++i) answer.push_back({ids[i], std::move(neighbours[i])});
    return answer;
  }

  int rank_by_mean() {
    const WordVectors vectors = options().open();
    categories_.open(vectors);
    std::vector<Id> chosen;
    for (const std::string& word : words()) chosen.push_back(vectors.id(word));
    const std::vector<Neighbour> ranked = rank_by_mean_cosine(vectors);
    const std::size_t most = given_count_->count() == 0 ? ranked.size() : count_;
    Json json = Json::array();
    for (std::size_t rank = 0, shown = 0; rank < ranked.size() && shown < most; ++rank) {
      const auto& [id, mean] = ranked[rank];
      if (!chosen.empty() && std::ranges::find(chosen, id) == chosen.end()) continue;
      ++shown;
      const std::string category = categories_.get() == nullptr ? "" : categories_.get()->of(id);
      if (options().json())
        json.push_back({{"rank", rank + 1}, {"word", vectors.word(id)}, {"mean_cosine", mean}, {"category", category}});
      else
        fmt::print("{:>6}  {:7.4f}  {}{}{}\n", rank + 1, mean, printable(vectors.word(id)),
                   category.empty() ? "" : "  ", printable(category));
    }
    if (options().json()) fmt::print("{}\n", to_text(json, 2));
    return 0;
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
    fmt::print("{}\n", to_text({{"hidden", hidden_}, {"neighbours", matches_json(matches, tokens)}}, 2));
  }
  static void print_table(const std::vector<RowMatch>& matches, const Vocabulary& tokens) {
    const bool biased = !matches.empty() && matches[0].bias;
    fmt::print("    score =     dot{}  probability   cosine  its rank\n", biased ? " +  bias" : "");
    for (const RowMatch& m : matches) {
      fmt::print("{:>9.4f} {:>9.4f}{} {:>12.4f} {:>8.4f} {:>9}  {}\n", m.score, m.dot,
                 m.bias ? fmt::format(" {:>7.4f}", *m.bias) : "", m.probability, m.cosine, m.cosine_rank,
                 printable(tokens.token(m.id)));
    }
  }

  CategoriesOption categories_;
  CLI::Option* given_count_ = nullptr;
  std::size_t count_ = 10;
  bool mean_ = false;
  CLI::Option* hidden_option_ = nullptr;
  std::string hidden_;  // may be empty: the start of an item
};

const bool registered =
    register_command<Nearest>("nearest", "the words whose vectors are most similar to a word's, by cosine");

}  // namespace
}  // namespace rowgrad
