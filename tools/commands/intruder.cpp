#include "analysis/intruder.hpp"

#include "analysis/word_intrusion.hpp"
#include "tools/categories_option.hpp"
#include "tools/numbers.hpp"
#include "tools/table.hpp"
#include "tools/vectors_command.hpp"

namespace rowgrad {
namespace {

class Intruder : public VectorsCommand<std::vector<Neighbour>> {
 public:
  void declare(CLI::App& app) override {
    VectorsCommand::declare(app);
    CLI::Option* const from_file = categories_.declare(
        app, "draw lists of one category and a stranger, and count how often the stranger is found");
    app.add_option("-n,--count", size_, "words in a list drawn from --categories (default 4)")
        ->check(whole_number(3))
        ->needs(from_file);
    app.add_option("--tries", tries_, "lists drawn for each category (default 100)")
        ->check(whole_number(1, 1'000'000))
        ->needs(from_file);
    app.add_option("--seed", seed_, "which lists are drawn (default 1)")->check(whole_number(0))->needs(from_file);
    app.footer(
        "Examples:\n  rowgrad intruder runs/sgns cat dog puppy car\n"
        "  rowgrad intruder runs/world --categories data/world.categories.tsv");
  }

  int run() override { return categories_.given() ? draw_lists() : VectorsCommand::run(); }

 protected:
  std::string words_doc() const override { return "three words or more"; }

  std::vector<Neighbour> answer(const WordVectors& vectors, const std::vector<std::string>& words) const override {
    std::vector<Id> ids;
    for (const auto& word : words) ids.push_back(vectors.id(word));
    return rank_intruders(vectors, ids);
  }

  Json to_json(const WordVectors& vectors, const std::vector<Neighbour>& ranked) const override {
    return {{"intruder", vectors.word(ranked.front().id)}, {"mean_similarity", neighbours_json(vectors, ranked)}};
  }

  void print(const WordVectors& vectors, const std::vector<Neighbour>& ranked) const override {
    fmt::print("{}\n", vectors.word(ranked.front().id));
    print_neighbours(vectors, ranked);
  }

 private:
  int draw_lists() {
    if (!words().empty())
      throw input_error("--categories", "draws its own lists, found words as well", "leave out the words");
    const WordVectors vectors = options().open();
    categories_.open(vectors);
    auto scores = word_intrusion(vectors, *categories_.get(), size_, tries_, Random(seed_));
    IntrusionScore total{"total", 0, 0, 0};
    for (const IntrusionScore& score : scores) {
      total.words += score.words;
      total.tried += score.tried;
      total.right += score.right;
    }
    if (options().json())
      print_scores_json(scores, total);
    else
      print_scores(std::move(scores), total);
    return 0;
  }

  static double share(const IntrusionScore& score) {
    return score.tried == 0 ? 0.0 : static_cast<double>(score.right) / static_cast<double>(score.tried);
  }

  void print_scores(std::vector<IntrusionScore> scores, const IntrusionScore& total) const {
    using Align = Table::Align;
    Table table(
        {{"category"}, {"words", Align::right}, {"lists", Align::right}, {"found", Align::right}, {"", Align::right}});
    scores.push_back(total);
    for (const IntrusionScore& score : scores) {
      table.add({printable(score.category), fmt::format("{}", score.words), fmt::format("{}", score.tried),
                 fmt::format("{}", score.right),
                 score.tried == 0 ? "too few words" : fmt::format("{:.1f} %", 100.0 * share(score))});
    }
    fmt::print("{}by chance: {:.1f} %\n", table.text(), 100.0 / static_cast<double>(size_));
  }

  void print_scores_json(const std::vector<IntrusionScore>& scores, const IntrusionScore& total) const {
    const auto to_json = [](const IntrusionScore& score) {
      return Json{{"category", score.category},
                  {"words", score.words},
                  {"lists", score.tried},
                  {"found", score.right},
                  {"share", share(score)}};
    };
    Json json{{"count", size_}, {"categories", Json::array()}, {"total", to_json(total)}};
    for (const IntrusionScore& score : scores) json["categories"].push_back(to_json(score));
    fmt::print("{}\n", to_text(json, 2));
  }

  CategoriesOption categories_;
  std::size_t size_ = 4, tries_ = 100;
  std::uint64_t seed_ = 1;
};

const bool registered =
    register_command<Intruder>("intruder", "which word does not belong: the lowest mean cosine to the others");

}  // namespace
}  // namespace rowgrad
