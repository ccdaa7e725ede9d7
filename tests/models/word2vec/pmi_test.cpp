#include "models/word2vec/pmi.hpp"

#include "core/error.hpp"
#include "tests/catch.hpp"
#include "tests/trained.hpp"

namespace rowgrad {
namespace {

constexpr std::size_t all_words = 1000;

PmiReport report(const std::vector<std::string>& overrides) {
  std::vector<std::string> set{"train.epochs=400", "optimizer.lr=0.1", "data.dynamic_window=false"};
  set.insert(set.end(), overrides.begin(), overrides.end());
  const Trained run = trained("sgns", set);
  return compare_with_pmi(run.run, PairCounts(run.run, 1, all_words));
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
  const Trained run = trained("sgns", {"train.epochs=1", "data.dynamic_window=false"});
  const PairCounts once(run.run, 1, all_words), twice(run.run, 2, all_words);
  CHECK(twice.total() == 2 * once.total());
  const Vocabulary& words = *run.run.experiment->task().vocabulary();
  const Id we = *words.find("we"), feed = *words.find("feed"), the = *words.find("the");
  CHECK(once.together(we, feed) == 4);  // "we feed the …", once for each animal
  CHECK(once.together(feed, we) == 4);
  CHECK(once.input(we) == 8);
  CHECK(once.pmi(we, feed) == Approx(std::log(4 * once.total() / (8 * once.target(feed)))));
  CHECK(once.together(we, the) == 4);
}

TEST_CASE("a model that is not skip-gram with negative sampling is refused") {
  const Trained run = trained("cbow_toy", {"train.epochs=1"});
  const PairCounts counts(run.run, 1, all_words);
  CHECK_THROWS_WITH(compare_with_pmi(run.run, counts),
                    Catch::Matchers::Contains("expected skip-gram with negative sampling"));
}

}  // namespace
}  // namespace rowgrad
