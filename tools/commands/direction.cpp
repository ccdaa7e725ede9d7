#include "analysis/direction.hpp"

#include "tools/numbers.hpp"
#include "tools/vectors_command.hpp"

namespace rowgrad {
namespace {

struct DirectionAnswer {
  struct Applied {
    Id word;
    std::vector<Neighbour> neighbours;
  };
  std::size_t pairs = 0;
  Direction direction;
  std::vector<Applied> applied;
};

class DirectionCommand : public VectorsCommand<DirectionAnswer> {
 public:
  void declare(CLI::App& app) override {
    VectorsCommand::declare(app);
    app.add_option("-n,--count", count_, "how many words a word is taken near to (default 5)")->check(whole_number(1));
    app.footer(
        "The mean of the pairs' differences, how parallel these are, and where it takes the words without a colon.\n"
        "\"swapped\" is the same with second words swapped between pairs: only what lies above it is the pairing's.\n"
        "Example:\n  rowgrad direction glove.6B.100d.txt king:queen uncle:aunt man:woman brother");
  }

 protected:
  std::string words_doc() const override { return "first:second first:second … [word…]"; }

  DirectionAnswer answer(const WordVectors& vectors, const std::vector<std::string>& words) const override {
    std::vector<std::pair<Id, Id>> pairs;
    std::vector<Id> starts;
    for (const auto& word : words) {
      const std::size_t colon = word.find(':', 1);
      if (colon == std::string::npos || colon + 1 == word.size())
        starts.push_back(vectors.id(word));
      else
        pairs.emplace_back(vectors.id(word.substr(0, colon)), vectors.id(word.substr(colon + 1)));
    }
    DirectionAnswer answer{pairs.size(), find_direction(vectors, pairs), {}};
    for (const Id start : starts)
      answer.applied.push_back({start, apply_direction(vectors, answer.direction, start, count_)});
    return answer;
  }

  Json to_json(const WordVectors& vectors, const DirectionAnswer& answer) const override {
    const Direction& direction = answer.direction;
    const auto parallelism = [](const Parallelism& p) { return Json{{"pairs", p.pairs}, {"swapped", p.swapped}}; };
    Json json{{"pairs", answer.pairs},
              {"dimension", vectors.dimension()},
              {"full", parallelism(direction.full)},
              {"plane_of_all_words", parallelism(direction.plane)},
              {"plane_of_the_pairs", parallelism(direction.plane_of_pairs)},
              {"largest_column", direction.largest_column},
              {"applied", Json::array()}};
    for (const auto& [word, neighbours] : answer.applied) {
      json["applied"].push_back({{"word", vectors.word(word)}, {"neighbours", neighbours_json(vectors, neighbours)}});
    }
    return json;
  }

  void print(const WordVectors& vectors, const DirectionAnswer& answer) const override {
    const auto line = [](const std::string& where, const Parallelism& p) {
      fmt::print("  {:<44} {:7.4f}  {:7.4f}\n", where, p.pairs, p.swapped);
    };
    fmt::print("mean cosine between the differences of {} pairs    pairs  swapped\n", answer.pairs);
    line(fmt::format("in all {} dimensions", vectors.dimension()), answer.direction.full);
    line("in the plane of all words (PCA)", answer.direction.plane);
    line("in the plane of the pairs' words (PCA)", answer.direction.plane_of_pairs);
    fmt::print("largest single column: {:.1f} % of the direction's squared length\n",
               100.0 * answer.direction.largest_column);
    for (const auto& [word, neighbours] : answer.applied) {
      fmt::print("{} + direction\n", vectors.word(word));
      print_neighbours(vectors, neighbours);
    }
  }

 private:
  std::size_t count_ = 5;
};

const bool registered = register_command<DirectionCommand>(
    "direction", "the direction that pairs such as king:queen share, how parallel they are, where it takes a word");

}  // namespace
}  // namespace rowgrad
