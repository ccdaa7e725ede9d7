// What the chapter claims of how rows move: apart by what follows them, together by the contexts they share.
#include <cmath>

#include "analysis/cosine.hpp"
#include "models/lm/unembedding.hpp"
#include "tests/catch.hpp"
#include "tests/models/lm/items.hpp"
#include "tests/small_model.hpp"
#include "tests/trained.hpp"

namespace rowgrad {
namespace {

// A bigram over four words with hidden rows of 4; returns the table after training.
Matrix<double> bigram_table(const std::vector<Id>& tokens, const std::vector<Id>& next, bool start_equal) {
  SmallModel<> model(R"([
    {"name": "embed", "layer": "Embedding", "input": "tokens", "dim": 4, "init": {"normal": 0.5}},
    {"name": "logits", "layer": "Linear", "input": "embed", "out": 4},
    {"name": "loss", "layer": "SoftmaxCE", "inputs": ["logits", "next"]}])",
                     4, tokens, next);
  auto& table = model.parameter("embed.weight");
  if (start_equal) std::copy_n(row(table, 0), 4, row(table, 1));
  for (int step = 0; step < 300; ++step) {
    model.run();
    model.descend(0.1);
  }
  return table;
}

TEST_CASE("two rows that start identical are driven apart by different successors") {
  const auto table = bigram_table({0, 1}, {2, 3}, /*start_equal=*/true);
  CHECK(row_cosine(table, 0, 1) < 0.8);
}

TEST_CASE("two rows that start identical and have the same successors stay identical") {
  const auto table = bigram_table({0, 1}, {2, 2}, /*start_equal=*/true);
  for (std::size_t j = 0; j < 4; ++j) CHECK(table(0, j) == Approx(table(1, j)));
}

TEST_CASE("the same contexts pull rows together: feed the cat, feed the dog") {
  const auto untrained = initialise<double>({{Param{0, "embed.weight"}, 4, 4, {"normal", 0.5}}}, Random(1));
  const auto table = bigram_table({0, 1, 2}, {2, 2, 3}, /*start_equal=*/false);
  CHECK(row_cosine(table, 0, 1) > row_cosine(untrained[0].value, 0, 1));
  CHECK(row_cosine(table, 0, 1) > row_cosine(table, 0, 2));
}

double cosine_of(const Trained& run, const char* a, const char* b) {
  return cosine(run.row("embed.weight", a), run.row("embed.weight", b));
}

// The losses, in nats, of predicting each word of `next` after `word`.
std::vector<double> losses(Trained& run, const std::string& word, const std::vector<const char*>& next) {
  const auto& dataset = dynamic_cast<const LmDataset&>(*run.run.experiment.dataset);
  Generator generator(run.run.experiment.graph, run.run.parameters, dataset);
  const auto p = probabilities(generator.logits(dataset.ids("the " + word)), {});
  std::vector<double> nats;
  for (const char* other : next)
    nats.push_back(-std::log(static_cast<double>(p[dataset.tokens().find(other).value()])));
  return nats;
}

TEST_CASE("rows of a config that all start at zero part where their successors differ, and only there") {
  const Trained run = trained("twins");
  CHECK(cosine_of(run, "cat", "kitten") > 0.9999);
  CHECK(cosine_of(run, "lion", "tiger") > 0.9999);
  CHECK(cosine_of(run, "cat", "dog") < 0.5);
}

TEST_CASE("rows that start apart come together where their successors are the same") {
  const std::string start = R"(model.embed.init={"normal":0.5})";
  const Trained before = trained("twins", {start, "train.epochs=0"}), after = trained("twins", {start});
  CHECK(cosine_of(after, "cat", "kitten") > cosine_of(before, "cat", "kitten") + 0.2);
  CHECK(cosine_of(after, "cat", "dog") < cosine_of(before, "cat", "dog"));
}

TEST_CASE("one row with two equally frequent successors stops at ln 2, where nothing pulls it any further") {
  Trained run = trained("twins");
  for (const double nats : losses(run, "pet", {"meows", "barks"})) CHECK(nats == Approx(std::log(2)).margin(0.01));
  for (const double nats : losses(run, "lion", {"roars", "sleeps"})) CHECK(nats == Approx(std::log(2)).margin(0.01));
  CHECK(losses(run, "cat", {"meows"})[0] < 0.01);
}

}  // namespace
}  // namespace rowgrad
