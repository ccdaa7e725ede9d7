#include "tools/vectors_command.hpp"

namespace rowgrad {
namespace {

class Nearest : public VectorsCommand {
 public:
  void declare(CLI::App& app) override {
    VectorsCommand::declare(app);
    app.add_option("-n,--count", count_, "how many neighbours (default 10)")->check(CLI::PositiveNumber);
    app.footer("Examples:\n  rowgrad nearest runs/sgns cat dog\n  rowgrad nearest glove.6B.100d.txt");
  }

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
  std::size_t count_ = 10;
};

const bool registered =
    register_command<Nearest>("nearest", "the words whose vectors are most similar to a word's, by cosine");

}  // namespace
}  // namespace rowgrad
