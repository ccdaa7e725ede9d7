#include "graph/repeat.hpp"

#include "config/config.hpp"
#include "tests/catch.hpp"

namespace rowgrad {
namespace {

const Json model = Json::parse(R"([
  { "name": "embed", "layer": "Embedding", "input": "tokens", "dim": 4 },
  { "name": "block", "repeat": 3, "input": "embed", "layers": [
    { "name": "norm", "layer": "LayerNorm", "input": "input" },
    { "name": "out", "layer": "Add", "inputs": ["input", "norm"] } ] },
  { "name": "logits", "layer": "Linear", "input": "block", "weight": "embed.weight" }
])");

TEST_CASE("a repeated block becomes a chain of copies, each with names of its own") {
  const auto entries = expand_repeats(model, {"config.json", "/model"});
  REQUIRE(entries.size() == 8);
  CHECK(entries[1].json["name"] == "block0-norm");
  CHECK(entries[1].json["input"] == "embed");
  CHECK(entries[3].json["name"] == "block1-norm");
  CHECK(entries[3].json["input"] == "block0-out");
  CHECK(entries[6].json["inputs"] == Json::parse(R"(["block1-out", "block2-norm"])"));
  CHECK(entries[6].where.text() == "config.json: /model/1/layers/1");
  CHECK(entries[7].json["input"] == "block2-out");
  CHECK(entries[7].json["weight"] == "embed.weight");
}

TEST_CASE("a block within a block is written out too") {
  Json outer = model;
  outer[1]["layers"].push_back(Json::parse(R"(
    { "name": "inner", "repeat": 2, "input": "out", "layers": [ { "name": "tanh", "layer": "Tanh", "input": "input" } ] })"));
  const auto entries = expand_repeats(outer, {"config.json", "/model"});
  REQUIRE(entries.size() == 14);
  CHECK(entries[3].json["name"] == "block0-inner0-tanh");
  CHECK(entries[3].json["input"] == "block0-out");
  CHECK(entries[4].json["input"] == "block0-inner0-tanh");
  CHECK(entries[5].json["input"] == "block0-inner1-tanh");
  CHECK(entries[13].json["input"] == "block2-inner1-tanh");
}

TEST_CASE("an override reaches a block and the layers inside it") {
  Json config{{"model", model}};
  apply_override(config, "model.block.repeat=1");
  apply_override(config, "model.block.norm.epsilon=0.5");
  CHECK(config["model"][1]["repeat"] == 1);
  CHECK(config["model"][1]["layers"][0]["epsilon"] == 0.5);
  CHECK_THROWS_WITH(apply_override(config, "model.block.nrom.epsilon=1"), Catch::Contains("norm"));
  CHECK_THROWS_WITH(apply_override(config, "model.block.repaet=1"), Catch::Contains("repeat"));
}

TEST_CASE("a malformed block is refused where it stands") {
  Json empty = model;
  empty[1]["layers"] = Json::array();
  CHECK_THROWS_WITH(expand_repeats(empty, {"config.json", "/model"}), Catch::Contains("/model/1/layers"));
  Json none = model;
  none[1]["repeat"] = 0;
  CHECK_THROWS_WITH(expand_repeats(none, {"config.json", "/model"}), Catch::Contains("/model/1/repeat"));
}

// `depth` blocks, each in the one before, each `repeat` times.
Json nested(int depth, std::size_t repeat) {
  Json layers = Json::parse(R"([ { "name": "t", "layer": "Tanh", "input": "input" } ])");
  for (int i = 0; i < depth; ++i)
    layers = Json::array({{{"name", "b"}, {"repeat", repeat}, {"input", "input"}, {"layers", layers}}});
  return layers;
}

TEST_CASE("a model of more layers than anyone means is refused before it is written out") {
  const Where where{"config.json", "/model"};
  CHECK_THROWS_WITH(expand_repeats(nested(1, 1'000'000'000'000), where), Catch::Contains("/model/0/repeat"));
  CHECK_THROWS_WITH(expand_repeats(nested(17, 2), where), Catch::Contains("more than 100000 layers"));
  CHECK_THROWS_WITH(expand_repeats(nested(40, 100000), where), Catch::Contains("more than 100000 layers"));
  Json twice = nested(1, 60000);
  twice.push_back(twice[0]);
  CHECK_THROWS_WITH(expand_repeats(twice, where), Catch::Contains("more than 100000 layers"));
}

TEST_CASE("writing a model out takes time by its layers, not by what stands around them") {
  Json wide = nested(1, 1000);
  for (int i = 0; i < 5000; ++i) wide.push_back({{"name", "l" + std::to_string(i)}, {"layer", "Tanh"}, {"input", "b"}});
  CHECK(expand_repeats(wide, {"config.json", "/model"}).size() == 6000);
  CHECK(expand_repeats(nested(16, 2), {"config.json", "/model"}).size() == 65536);
  CHECK(expand_repeats(nested(45, 1), {"config.json", "/model"}).size() == 1);
}

}  // namespace
}  // namespace rowgrad
