// A word that no labelled phrase has: what its pre-trained row is worth. Overlooked by the chapter, which promises it
// ("generalizes from cats to ferrets without seeing ferrets in training").
#include "models/sentiment/classifier.hpp"
#include "tests/catch.hpp"
#include "tests/trained.hpp"

namespace rowgrad {
namespace {

// The probability of "animal" for each text.
std::vector<float> animal(Trained& run, const std::vector<std::string>& texts) {
  const auto& dataset = dynamic_cast<const SentimentDataset&>(*run.run.experiment.dataset);
  Classifier classifier(run.run.experiment.graph, run.run.parameters, dataset);
  const Matrix<float>& p = classifier.probabilities(texts);
  std::vector<float> of_animal;
  for (std::size_t i = 0; i < texts.size(); ++i) of_animal.push_back(p(i, dataset.labels().find("animal").value()));
  return of_animal;
}

TEST_CASE("a word that no labelled phrase has is labelled by its pre-trained row") {
  const TemporaryFolder folder;
  RunObserver nobody;
  train(shipped_spec("sgns", {"data.train=" ROWGRAD_SOURCE_DIR "/data/pets.txt"}), {folder / "words"}, nobody);
  const std::string vectors = folder / "words" / "embeddings.bin";
  Trained run =
      trained("pets", {"data.extra_vocabulary=" + vectors, R"(model.embed.init={"file":")" + vectors + R"("})"});
  CHECK(run.run.experiment.dataset->tokens().count(run.run.experiment.dataset->tokens().find("ferret").value()) == 0);
  const auto p = animal(run, {"my ferret", "my tram", "the ferret of my sister", "the tram of my sister"});
  CHECK(p[0] > 0.9F);
  CHECK(p[1] < 0.1F);
  CHECK(p[2] > 0.9F);
  CHECK(p[3] < 0.1F);
}

TEST_CASE("without pre-trained rows an unseen word is dropped, and the rest of the phrase decides") {
  Trained run = trained("sentiment", {"data.train=" ROWGRAD_SOURCE_DIR "/data/pets.train.tsv", "data.test="});
  const auto p = animal(run, {"my ferret", "my tram", "my", "my kitten"});
  CHECK(p[0] == p[2]);
  CHECK(p[1] == p[2]);
  CHECK(p[3] > p[2]);
}

}  // namespace
}  // namespace rowgrad
