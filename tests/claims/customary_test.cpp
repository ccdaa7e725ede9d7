// What the chapter calls customary for skip-gram: docs/claims.md number 15.
#include "config/config.hpp"
#include "tests/catch.hpp"

namespace rowgrad {

TEST_CASE("the config for large text has the customary values of skip-gram") {
  const Config config = Config::load(ROWGRAD_SOURCE_DIR "/configs/word2vec.json");
  CHECK(config.data["negatives"] == 5);
  CHECK(config.data["window"] >= 5);
  CHECK(config.data["window"] <= 10);
  CHECK(config.sizes.at("d") >= 100);
  CHECK(config.sizes.at("d") <= 300);
  CHECK(config.optimizer["lr"] == 0.025);
  CHECK(config.schedule["type"] == "linear");
}

}  // namespace rowgrad
