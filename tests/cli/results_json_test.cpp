// What `rowgrad attention`, `bigram` and `evaluate --worst` print for programs, and whom they refuse.
#include "config/types.hpp"
#include "tests/catch.hpp"
#include "tests/cli/workplace.hpp"

namespace rowgrad {
namespace {

using Catch::Matchers::Contains;

Json attending_config() {
  Json config = good_config();
  config["model"] = Json::parse(R"([
    { "name": "embed", "layer": "Embedding", "input": "tokens", "dim": 4 },
    { "name": "look", "layer": "Attention", "input": "embed", "heads": 2 },
    { "name": "phrase", "layer": "Sum", "input": "look" },
    { "name": "logits", "layer": "Linear", "input": "phrase", "out": "classes" },
    { "name": "loss", "layer": "SoftmaxCE", "inputs": ["logits", "label"] } ])");
  return config;
}

TEST_CASE("attention's JSON has a matrix for each head, of as many rows as there are tokens") {
  const Workplace place;
  REQUIRE(place.train(attending_config()).code == 0);
  const Json json =
      Json::parse(run_command({"rowgrad", "attention", place.out, "--text", "A fine film", "--json"}).out);
  CHECK(json["tokens"] == Json{"a", "fine", "film"});
  REQUIRE(json["layers"].size() == 1);
  CHECK(json["layers"][0]["name"] == "look");
  REQUIRE(json["layers"][0]["heads"].size() == 2);
  for (const Json& row : json["layers"][0]["heads"][1])
    CHECK(row[0].get<double>() + row[1].get<double>() + row[2].get<double>() == Approx(1.0));
}

TEST_CASE("a run without attention has no pattern, and one without a language model no bigrams") {
  const Workplace place;
  REQUIRE(place.train(good_config()).code == 0);
  const Finished attention = run_command({"rowgrad", "attention", place.out, "--text", "a"});
  CHECK(attention.code == 2);
  CHECK_THAT(attention.err, Contains("has no layer \"Attention\""));
  const Finished bigram = run_command({"rowgrad", "bigram", place.out});
  CHECK(bigram.code == 2);
  CHECK_THAT(bigram.err, Contains("name a run of the task \"lm\""));
}

TEST_CASE("a bigram's JSON has three tables of all symbols") {
  const Workplace place("emma\nada\n");
  const Json config = Json::parse(R"({
    "data": { "task": "lm", "train": "train.tsv" },
    "model": [
      { "name": "logits", "layer": "Embedding", "input": "tokens", "dim": "vocab", "init": "zeros" },
      { "name": "loss", "layer": "SoftmaxCE", "inputs": ["logits", "next"] } ],
    "train": { "epochs": 0 } })");
  REQUIRE(place.train(config).code == 0);
  const Json json = Json::parse(run_command({"rowgrad", "bigram", place.out, "--json"}).out);
  const Json& symbols = json["symbols"];
  REQUIRE(symbols.size() == 5);
  CHECK(symbols[0] == "</s>");
  const auto at = [&](const char* symbol) {
    return static_cast<std::size_t>(std::find(symbols.begin(), symbols.end(), symbol) - symbols.begin());
  };
  CHECK(json["counts"][at("a")][0].dump() == "2");
  CHECK(json["counted"][at("a")][at("d")].get<double>() == Approx(1.0 / 3));
  CHECK(json["model"][0][0].get<double>() == Approx(0.2));
  CHECK(json["largest_difference"].get<double>() == Approx(0.8));
  const Finished evaluate = run_command({"rowgrad", "evaluate", place.out, "--worst", "3"});
  CHECK(evaluate.code == 2);
  CHECK_THAT(evaluate.err, Contains("name a run of the task \"classification\""));
}

TEST_CASE("evaluate has bins and worst examples when they are asked for, and else what summary.json has") {
  const Workplace place;
  REQUIRE(place.train(good_config()).code == 0);
  const Json plain = Json::parse(run_command({"rowgrad", "evaluate", place.out, "--json"}).out)["train"];
  CHECK_FALSE(plain.contains("bins"));
  CHECK_FALSE(plain.contains("worst"));
  const Json more = Json::parse(run_command({"rowgrad", "evaluate", place.out, "--worst", "1", "--json"}).out)["train"];
  CHECK(more["bins"].size() == 15);
  REQUIRE(more["worst"].size() == 1);
  const Json& worst = more["worst"][0];
  CHECK(worst["words"].size() == 3);
  CHECK(worst["words"][0]["word"] == "a");
  CHECK(worst["label"] != worst["rival"]);
  Json rest = more;
  rest.erase("bins");
  rest.erase("worst");
  CHECK(rest == plain);
}

}  // namespace
}  // namespace rowgrad
