// What the chapter calls customary for skip-gram, and what it does on a small text: docs/claims.md number 15.
#include <cmath>

#include "analysis/analogy.hpp"
#include "config/catalogue.hpp"
#include "config/config.hpp"
#include "core/thread_pool.hpp"
#include "graph/model_spec.hpp"
#include "optim/schedule.hpp"
#include "optim/update_rule.hpp"
#include "tests/catch.hpp"
#include "tests/trained_vectors.hpp"

namespace rowgrad {
namespace {

// The share of the world's analogies that configs/word2vec.json answers, on one thread.
double answered(const std::vector<std::string>& overrides) {
  ThreadPool pool(1);
  const UseThreads use(pool);
  const auto vectors = vectors_of_run(trained("word2vec", overrides));
  double found = 0, correct = 0;
  for (const AnalogySection& s : evaluate_analogies(vectors, ROWGRAD_SOURCE_DIR "/data/world.questions.txt")) {
    found += static_cast<double>(s.found);
    correct += static_cast<double>(s.correct_add);
  }
  return correct / found;
}

}  // namespace

TEST_CASE("the config for large text has the customary values of skip-gram") {
  // As the program reads them, defaults included.
  const Config config = Config::load(ROWGRAD_SOURCE_DIR "/configs/word2vec.json");
  const OwnedKeys data = catalogue_section("data").keys("word2vec");
  Json given = config.data;
  given.erase("task");
  data.keys.read(given, config.where / "data");
  CHECK(data.keys.find("negatives")->current() == 5);
  CHECK(data.keys.find("window")->current() >= 5);
  CHECK(data.keys.find("window")->current() <= 10);
  for (const LayerSpec& layer : read_model(config.model, config.where / "model").layers) {
    if (layer.entry.layer != "Embedding" || layer.settings.contains("weight")) continue;
    const std::size_t columns = config.sizes.at(layer.settings["dim"].get<std::string>());
    CHECK(columns >= 100);
    CHECK(columns <= 300);
  }
}

TEST_CASE("the config for large text lowers the learning rate linearly from 0.025") {
  const Config config = Config::load(ROWGRAD_SOURCE_DIR "/configs/word2vec.json");
  const auto rule = read_section<UpdateRule>("optimizer", config.optimizer, config.where / "optimizer");
  const auto schedule = read_section<Schedule>("schedule", config.schedule, config.where / "schedule");
  const auto rate = [&](double progress) { return rule->lr() * schedule->factor(0, progress); };
  CHECK(rate(0.0) == 0.025);
  CHECK(rate(1.0) < rate(0.0) / 2);
  for (const double progress : {0.25, 0.5, 0.75})
    CHECK(rate(progress) == Approx(rate(0.0) + progress * (rate(1.0) - rate(0.0))));
}

TEST_CASE("fifteen negatives make up for few pairs, and so do more passes with five") {
  const double five = answered({"train.epochs=20"});
  CHECK(answered({"train.epochs=20", "data.negatives=15"}) > five + 0.08);
  CHECK(answered({"train.epochs=60"}) > five + 0.2);
}

TEST_CASE("one pass of the config for large text over a small one teaches nothing, a hundred passes do") {
  const double nothing = 6 * std::log(2);  // six decisions between equals
  CHECK(trained("word2vec").summary.splits.at(Split::train).loss == Approx(nothing).margin(0.05));
  CHECK(answered({"train.epochs=100"}) > 0.95);
}

}  // namespace rowgrad
