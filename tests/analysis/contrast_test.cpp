#include "analysis/contrast.hpp"

#include "tests/catch.hpp"
#include "tests/trained.hpp"

namespace rowgrad {

TEST_CASE("a word has one row of the table whatever stands around it, and another after a recurrent layer") {
  const Experiment experiment = shipped_experiment("order_gru");
  Parameters<float> parameters = fresh_state(experiment).parameters;
  const Dataset& dataset = *experiment.dataset;
  const std::string label = dataset.labels().token(0), word = dataset.tokens().token(0);
  const std::string other = dataset.tokens().token(1);
  const Contrast found = contrast(experiment, parameters, dataset.example(word + " " + other, label),
                                  dataset.example(other + " " + word, label), 0);
  CHECK(found.token == word);
  REQUIRE(found.layers.size() >= 2);
  CHECK(found.layers[0].first == found.layers[0].second);
  CHECK(found.layers[0].cosine == Approx(1.0));
  CHECK(found.layers[1].first != found.layers[1].second);
  CHECK(found.layers[1].cosine < 0.999F);
}

TEST_CASE("a token that one of two texts lacks cannot be compared") {
  const Experiment experiment = shipped_experiment("sentiment");
  Parameters<float> parameters = fresh_state(experiment).parameters;
  const Batch with = experiment.dataset->example("not bad", "negative");
  const Batch without = experiment.dataset->example("good", "negative");
  CHECK_THROWS_WITH(contrast(experiment, parameters, with, without, experiment.dataset->tokens().find("bad").value()),
                    Catch::Matchers::Contains("does not occur in both texts"));
}

}  // namespace rowgrad
