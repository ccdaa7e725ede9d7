// What the chapter calls customary for skip-gram: docs/claims.md number 15.
#include "config/catalogue.hpp"
#include "config/config.hpp"
#include "graph/model_spec.hpp"
#include "optim/schedule.hpp"
#include "optim/update_rule.hpp"
#include "tests/catch.hpp"

namespace rowgrad {

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

}  // namespace rowgrad
