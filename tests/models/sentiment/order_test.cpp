// What it takes to tell "not bad" from "bad not": the order-only data set, and the sums that cannot.
#include "models/sentiment/classifier.hpp"
#include "tests/catch.hpp"
#include "tests/trained.hpp"

namespace rowgrad {
namespace {

double accuracy(const std::string& config) { return trained(config).summary["test"]["accuracy"]; }

}  // namespace

TEST_CASE("a sum of words answers every phrase and its permutation alike: half are wrong") {
  CHECK(accuracy("order_sum") == 0.5);
}

TEST_CASE("added positions are the same sum for every order: half are wrong") {
  CHECK(accuracy("order_added_sum") == Approx(0.5).margin(0.01));  // rounding may part a phrase on the boundary
}

TEST_CASE("attention without positions cannot tell orders apart, with positions it can, and so can a GRU") {
  CHECK(accuracy("order_attention_bare") == Approx(0.5).margin(0.01));
  CHECK(accuracy("order_attention") >= 0.98);
  CHECK(accuracy("order_gru") >= 0.98);
}

TEST_CASE("multiplied positions, or a bend after added ones, tell orders apart") {
  CHECK(accuracy("order_multiplied_sum") >= 0.98);
  CHECK(accuracy("order_added_tanh_sum") >= 0.98);
}

TEST_CASE("permuted documents have the same probabilities to the bit under Sum") {
  Trained run = trained("sentiment", {"train.epochs=1"});
  const auto& task = dynamic_cast<const SentimentTask&>(run.run.experiment->task());
  Classifier classifier(run.run.experiment->graph(), run.run.parameters, task);
  const std::vector<std::string> texts{"the film was not bad but rather dull and very funny",
                                       "dull funny very not the rather but film and bad was"};
  const Matrix<float>& p = classifier.probabilities(texts);
  CHECK(p(0, 0) == p(1, 0));
  CHECK(p(0, 1) == p(1, 1));
}

TEST_CASE("a text without a known word is left to the biases") {
  Trained run = trained("sentiment", {"train.epochs=1"});
  const auto& task = dynamic_cast<const SentimentTask&>(run.run.experiment->task());
  Classifier classifier(run.run.experiment->graph(), run.run.parameters, task);
  const std::vector<std::string> texts{"", "zxqv qqqq", "good"};
  const Matrix<float>& p = classifier.probabilities(texts);
  const Matrix<float>& bias = run.parameter("logits.bias");
  CHECK(classifier.known(0) == 0);
  CHECK(classifier.known(1) == 0);
  CHECK(classifier.known(2) == 1);
  CHECK(p(0, 0) == p(1, 0));
  CHECK(p(0, 0) / p(0, 1) == Approx(std::exp(bias(0, 0) - bias(0, 1))));
}

}  // namespace rowgrad
