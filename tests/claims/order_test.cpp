// What it takes to tell "not bad" from "bad not": the order-only data set, and the sums that cannot.
#include <map>

#include "models/sentiment/classifier.hpp"
#include "tests/catch.hpp"
#include "tests/trained.hpp"

namespace rowgrad {
namespace {

// Each config is trained once.
Trained& order_run(const std::string& config) {
  static std::map<std::string, Trained> runs;
  const auto found = runs.find(config);
  return found != runs.end() ? found->second : runs.emplace(config, trained(config)).first->second;
}

double accuracy(const std::string& config) { return order_run(config).summary.splits.at(Split::test).accuracy.value(); }

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

TEST_CASE("not bad is positive and bad not negative to every model that can tell orders apart") {
  const std::vector<std::string> phrases{"not bad", "bad not"};
  for (const char* config : {"order_multiplied_sum", "order_added_tanh_sum", "order_attention", "order_gru"}) {
    INFO(config);
    TrainedModel& model = order_run(config).run;
    const auto& dataset = dynamic_cast<const SentimentDataset&>(*model.experiment.dataset);
    Classifier classifier(model.experiment.graph, model.parameters, dataset);
    const Matrix<float>& p = classifier.probabilities(phrases);
    const Id positive = dataset.labels().find("positive").value();
    CHECK(p(0, positive) > 0.5F);
    CHECK(p(1, positive) < 0.5F);
  }
}

}  // namespace rowgrad
