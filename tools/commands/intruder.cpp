#include "analysis/intruder.hpp"

#include "tools/vectors_command.hpp"

namespace rowgrad {
namespace {

class Intruder : public VectorsCommand {
 public:
  void declare(CLI::App& app) override {
    VectorsCommand::declare(app);
    app.footer("Example:\n  rowgrad intruder runs/sgns cat dog puppy car");
  }

 protected:
  std::string words_doc() const override { return "three words or more"; }

  Json answer(const WordVectors& vectors, const std::vector<std::string>& words) const override {
    std::vector<Id> ids;
    for (const auto& word : words) ids.push_back(vectors.id(word));
    const auto ranked = rank_intruders(vectors, ids);
    return {{"intruder", vectors.word(ranked.front().id)}, {"mean_similarity", list(vectors, ranked)}};
  }

  void print(const Json& answer) const override {
    fmt::print("{}\n", answer["intruder"].get_ref<const std::string&>());
    print_list(answer["mean_similarity"]);
  }
};

const bool registered =
    register_command<Intruder>("intruder", "which word does not belong: the lowest mean cosine to the others");

}  // namespace
}  // namespace rowgrad
