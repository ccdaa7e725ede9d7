#include "analysis/intruder.hpp"

#include "tools/vectors_command.hpp"

namespace rowgrad {
namespace {

class Intruder : public VectorsCommand<std::vector<Neighbour>> {
 public:
  void declare(CLI::App& app) override {
    VectorsCommand::declare(app);
    app.footer("Example:\n  rowgrad intruder runs/sgns cat dog puppy car");
  }

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
};

const bool registered =
    register_command<Intruder>("intruder", "which word does not belong: the lowest mean cosine to the others");

}  // namespace
}  // namespace rowgrad
