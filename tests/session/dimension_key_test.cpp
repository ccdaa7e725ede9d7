#include "session/dimension_key.hpp"

#include "tests/catch.hpp"
#include "tests/session/two_files.hpp"

namespace rowgrad {
namespace {

TEST_CASE("a width that differs is refused with the key that gives it, be it a symbol or a number") {
  TwoFiles files;
  files.first();
  Json json = config("second.tsv", linear, 0);
  json["model"][0]["dim"] = 6;
  CHECK_THROWS_WITH(files.train("second", json, "first"),
                    Catch::EndsWith("\"embed.weight\" is 4 x 4, this model needs 4 x 6; give this model the shape of "
                                    "that one: --set model.embed.dim=4"));
  json["model"][0]["dim"] = "d";
  json["sizes"] = {{"d", 6}};
  CHECK_THROWS_WITH(files.train("second", json, "first"), Catch::EndsWith(": --set sizes.d=4"));
  // Where the layer has no such key, what it reads decides.
  json["model"][0]["name"] = "another";
  json["model"][1]["input"] = "another";
  CHECK_THROWS_WITH(files.train("second", json, "first"),
                    Catch::Contains("\"logits.weight\"") && Catch::EndsWith(": --set sizes.d=4"));
  CHECK_FALSE(std::filesystem::exists(files.folder / "second"));
}

TEST_CASE("vectors of another width are refused with the key that gives it") {
  const TemporaryFolder folder;
  const auto wide = folder.write("wide.txt", "1 3\ngood 1 2 3\n");
  const std::string init = "model.embed.init={\"file\": \"" + wide.string() + "\"}";
  CHECK_THROWS_WITH(trained("sentiment", {init}), Catch::EndsWith("give the layer that width: --set sizes.d=3"));
  CHECK_THROWS_WITH(trained("sentiment", {init, "model.embed.dim=7"}), Catch::EndsWith(": --set model.embed.dim=3"));
}

TEST_CASE("a number of rows that differs is refused with the key that gives it, and in a block by its place") {
  TwoFiles files;
  const auto with_length = [](int length, bool in_block) {
    Json json = config("first.tsv", linear, 0);
    json["model"][1]["input"] = in_block ? "block" : "place";
    Json place{{"name", "place"}, {"layer", "Position"}, {"input", in_block ? "input" : "embed"}, {"length", length}};
    if (in_block) place = {{"name", "block"}, {"repeat", 1}, {"input", "embed"}, {"layers", Json::array({place})}};
    json["model"].insert(json["model"].begin() + 1, place);
    return json;
  };
  files.train("first", with_length(8, false));
  CHECK_THROWS_WITH(
      files.train("second", with_length(9, false), "first"),
      Catch::Contains("is 8 x 4, this model needs 9 x 4") && Catch::EndsWith("--set model.place.length=8"));
  files.train("block", with_length(8, true));
  CHECK_THROWS_WITH(files.train("second", with_length(9, true), "block"), Catch::EndsWith("--set model.1.0.length=8"));
}

}  // namespace
}  // namespace rowgrad
