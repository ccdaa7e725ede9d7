#include "models/word2vec/pmi.hpp"

#include <cmath>

#include "core/error.hpp"
#include "tests/catch.hpp"
#include "tests/in_memory.hpp"
#include "tests/trained.hpp"

namespace rowgrad {
namespace {

constexpr std::size_t all_words = 1000;

// A config with its text, and its trained parameters.
struct Run {
  Experiment experiment;
  Parameters<float> parameters;

  Run(const std::string& config, const std::vector<std::string>& overrides)
      : experiment(shipped_experiment(config, overrides)), parameters(train_in_memory(experiment).parameters) {}

  const Word2vecDataset& dataset() const { return dynamic_cast<const Word2vecDataset&>(*experiment.dataset); }
  PairCounts counts(std::size_t passes) const {
    return {dataset(), experiment.spec.random(), passes, all_words, "the run"};
  }
  PmiReport report() const { return compare_with_pmi(experiment.graph, parameters, dataset(), counts(1), "the run"); }
};

PmiReport report(const std::vector<std::string>& overrides) {
  std::vector<std::string> set{"train.epochs=400", "optimizer.lr=0.1", "data.dynamic_window=false"};
  set.insert(set.end(), overrides.begin(), overrides.end());
  return Run("sgns", set).report();
}

TEST_CASE("v·u approaches the optimum of its loss, a line of slope one") {
  const auto r = report({});
  CHECK(r.covered == Approx(1));
  CHECK(r.as_drawn.correlation > 0.95);
  CHECK(r.as_drawn.slope == Approx(1).margin(0.1));
}

TEST_CASE("PMI − log k is that optimum only for noise exponent 1") {
  const auto unigram = report({"data.noise_exponent=1"});
  CHECK(unigram.optimum.correlation == Approx(unigram.shifted.correlation).margin(0.03));
  const auto uniform = report({"data.noise_exponent=0"});
  CHECK(uniform.optimum.correlation > uniform.shifted.correlation + 0.1);
  const auto customary = report({"data.noise_exponent=0.75"});
  CHECK(customary.optimum.correlation > customary.shifted.correlation);
}

TEST_CASE("counts without a random window are the corpus's own, whatever the pass") {
  const Run run("sgns", {"train.epochs=0", "data.dynamic_window=false"});
  const PairCounts once = run.counts(1), twice = run.counts(2);
  CHECK(twice.total() == 2 * once.total());
  const Vocabulary& words = run.dataset().tokens();
  const Id we = *words.find("we"), feed = *words.find("feed"), the = *words.find("the");
  CHECK(once.together(we, feed) == 4);  // "we feed the …", once for each animal
  CHECK(once.together(feed, we) == 4);
  CHECK(once.input(we) == 8);
  CHECK(once.pmi(we, feed) == Approx(std::log(4 * once.total() / (8 * once.target(feed)))));
  CHECK(once.together(we, the) == 4);
}

TEST_CASE("training pulls words that occur together together and pushes the others apart") {
  const auto after = [](const char* epochs) {
    return Run("sgns", {std::string("train.epochs=") + epochs}).report().probability;
  };
  const PairProbability start = after("0"), ten = after("10"), hundred = after("100");
  for (const double p : {start.observed, start.noise, start.unobserved}) CHECK(p == Approx(0.5).margin(0.01));
  // Five pushes for each pull: at first everything moves apart.
  for (const double p : {ten.observed, ten.noise, ten.unobserved}) CHECK(p < 0.4);
  CHECK(hundred.observed > ten.observed + 0.05);
  CHECK(hundred.noise < ten.noise - 0.05);
  CHECK(hundred.unobserved < 0.06);
  CHECK(hundred.observed > 5 * hundred.unobserved);
}

TEST_CASE("with as many pushes as pulls observed pairs end nearer than they began") {
  const PairProbability end = Run("sgns", {"data.negatives=1"}).report().probability;
  CHECK(end.observed > 0.6);
  CHECK(end.observed > end.noise + 0.2);
  CHECK(end.unobserved < 0.4);
}

TEST_CASE("the mean probability of observed pairs and of noise is that of their pairs one by one") {
  const Run run("sgns", {"train.epochs=30", "data.dynamic_window=false"});
  const PmiReport r = run.report();
  REQUIRE(r.covered == Approx(1));  // every observed pair has a point
  double sum = 0, count = 0;
  for (const PmiPoint& point : r.points) {
    sum += point.count / (1 + std::exp(-point.dot));
    count += point.count;
  }
  CHECK(r.probability.observed == Approx(sum / count));
  CHECK(r.probability.unobserved < r.probability.noise);
}

TEST_CASE("PMI(queen) is about PMI(woman) + PMI(king), but no nearer to it than PMI(king) alone") {
  const Run run("kingdom", {"train.epochs=0"});
  const PairCounts counts = run.counts(20);
  const Vocabulary& words = run.dataset().tokens();
  const auto sum = [&](const char* whole, const char* first, const char* second) {
    return pmi_sum(counts, *words.find(whole), *words.find(first), *words.find(second));
  };
  const PmiSum queen = sum("queen", "woman", "king");
  CHECK(queen.sum > 0.9);
  CHECK(queen.second > queen.sum);
  CHECK(queen.sum > sum("queen", "man", "boy").sum + 0.03);
  const PmiSum itself = sum("queen", "queen", "king");
  CHECK(itself.first == Approx(1));
  CHECK(itself.second < 1);
  CHECK(itself.sum < itself.first);
  CHECK(itself.sum > itself.second);
}

TEST_CASE("counts go on beyond 2^24, where floats stop") {
  Vocabularies vocabularies;
  for (const char* word : {"a", "b"}) vocabularies.tokens.add(word, 500'000);
  constexpr std::size_t sentences = 100, length = 10'000, passes = 17;
  std::vector<Id> sentence(length);
  for (std::size_t i = 0; i < length; ++i) sentence[i] = static_cast<Id>(i % 2);
  Ragged text;
  for (std::size_t i = 0; i < sentences; ++i) text.push(sentence);
  Word2vecOptions options;
  options.window = 1;
  options.dynamic_window = false;
  options.subsample = 0;
  const Word2vecDataset dataset(options, std::move(vocabularies), {EncodedText(text), {}, {}});
  const PairCounts counts(dataset, Random(1), passes, all_words, "the run");
  CHECK(counts.together(0, 1) == static_cast<double>(sentences * (length - 1) * passes));
  CHECK(counts.together(0, 1) > 0x1p24);
  CHECK(counts.total() == 2 * counts.together(0, 1));
}

TEST_CASE("a model that is not skip-gram with negative sampling is refused") {
  const Run run("cbow_toy", {"train.epochs=0"});
  CHECK_THROWS_WITH(run.report(), Catch::Matchers::Contains("the run: expected skip-gram with negative sampling"));
}

}  // namespace
}  // namespace rowgrad
