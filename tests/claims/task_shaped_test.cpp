// A language model's table beside skip-gram's, on the same text: chapter claim 27.
#include "analysis/analogy.hpp"
#include "tests/catch.hpp"
#include "tests/trained.hpp"

namespace rowgrad {
namespace {

// Of the 56 analogies of the kingdom text, how many the table answers by 3CosAdd.
std::size_t analogies(const Trained& run, const std::string& table) {
  const WordVectors vectors(run.run.experiment.dataset->tokens(), run.parameter(table));
  const auto sections = evaluate_analogies(vectors, ROWGRAD_SOURCE_DIR "/data/kingdom.questions.txt");
  CHECK(sections[0].found == 56);
  return sections[0].correct_add;
}

TEST_CASE(
    "skip-gram's table answers every analogy of the kingdom text, a language model's only after longer training") {
  const std::string text = "data.train=" ROWGRAD_SOURCE_DIR "/data/kingdom.txt";
  const std::size_t skip_gram = analogies(trained("kingdom"), "u.weight");
  const std::size_t as_shipped = analogies(trained("word_lm", {text}), "embed.weight");
  const std::size_t longer = analogies(trained("word_lm", {text, "train.epochs=60"}), "embed.weight");
  CHECK(skip_gram >= 54);
  CHECK(as_shipped > 56 / 4);  // more than chance by far: an answer is one of some fifty words
  CHECK(as_shipped < skip_gram - 5);
  CHECK(longer >= 54);
}

}  // namespace
}  // namespace rowgrad
