// --set, --print-config, --seed: what the command line makes of a config.
#include "config/types.hpp"
#include "tests/catch.hpp"
#include "tests/cli/process.hpp"

namespace rowgrad {
namespace {

const std::string sentiment = source_file("configs/sentiment.json");

Finished print_config(const std::vector<std::string>& assignments, const std::string& config = sentiment) {
  std::vector<std::string> command{"train", "--config", config, "--print-config"};
  for (const auto& assignment : assignments) command.insert(command.end(), {"--set", assignment});
  return run_command(command);
}

Json resolved(const std::vector<std::string>& assignments) {
  const Finished finished = print_config(assignments);
  INFO(finished.err);
  REQUIRE(finished.code == 0);
  return Json::parse(finished.out);
}

void check_refused(const std::string& assignment, const std::vector<std::string>& parts) {
  const Finished finished = print_config({assignment});
  INFO(finished.err);
  CHECK(finished.code == 2);
  CHECK(finished.out.empty());
  for (const auto& part : parts) CHECK(finished.err.find(part) != std::string::npos);
}

TEST_CASE("a value given with --set takes the declared type of its key") {
  const Json config = resolved({"sizes.d=7", "seed=9", "optimizer.lr=1e-2", "model.logits.bias=false",
                                "model.0.init={\"uniform\": 0.5}", "model.embed.dim=12", "data.tokenizer=whitespace"});
  CHECK(config["sizes"]["d"] == 7);
  CHECK(config["seed"] == 9);
  CHECK(config["optimizer"]["lr"] == 0.01);
  CHECK(config["model"][0]["init"] == Json{{"uniform", 0.5}});
  CHECK(config["model"][0]["dim"] == 12);
  CHECK(config["model"][2]["bias"] == false);
  CHECK(config["data"]["tokenizer"] == "whitespace");
}

TEST_CASE("a path of --set reaches list items by index, and layers by index or name") {
  const Json config = resolved({"data.split=[0.8, 0.1, 0.1]", "data.split.0=0.7", "data.split.2=0.2",
                                "data.test=", "model.loss.inputs.0=phrase", "model.3.inputs.0=logits"});
  CHECK(config["data"]["split"] == Json({0.7, 0.1, 0.2}));
  CHECK_FALSE(config["data"].contains("test"));
  CHECK(config["model"][3]["inputs"] == Json({"logits", "label"}));
}

TEST_CASE("a later --set builds on an earlier one") {
  const Json config = resolved({"optimizer={\"type\": \"SGD\"}", "optimizer.lr=0.5", "schedule.type=constant"});
  CHECK(config["optimizer"]["type"] == "SGD");
  CHECK(config["optimizer"]["lr"] == 0.5);
  CHECK(config["schedule"]["type"] == "constant");
}

TEST_CASE("a path given with --set is relative to the working directory, one in a config to the config") {
  CHECK(resolved({"data.train=x.tsv"})["data"]["train"] == (std::filesystem::current_path() / "x.tsv").string());
  CHECK(resolved({"model.embed.init={\"file\": \"v.bin\"}"})["model"][0]["init"]["file"] ==
        (std::filesystem::current_path() / "v.bin").string());
  const std::string train = resolved({})["data"]["train"];
  CHECK(std::filesystem::path(train).is_absolute());
  CHECK(std::filesystem::equivalent(train, source_file("data/phrases.train.tsv")));
}

TEST_CASE("a wrong --set is refused before anything is read, with a suggestion") {
  check_refused("model.embd.dim=3", {"--set model.embd.dim", "did you mean \"embed\"?"});
  check_refused("model.embed.dmi=3", {"Embedding", "did you mean \"dim\"?"});
  check_refused("model.embed=3", {"names a whole section"});
  check_refused("model.embed.dim=-3", {"--set model.embed.dim", "positive integer"});
  check_refused("optimiser.lr=3", {"did you mean \"optimizer\"?"});
  check_refused("optimizer.lr=fast", {"--set optimizer.lr", "expected a number", "fast"});
  check_refused("optimizer.lr=-1", {"--set optimizer.lr", "at least 0"});
  check_refused("optimizer.type=SDG", {"--set optimizer.type", "did you mean \"SGD\"?"});
  check_refused("optimizer.lr.x=1", {"no part \"x\""});
  check_refused("train.epochs=1.5", {"--set train.epochs", "whole number"});
  check_refused("train.reduction=men", {"did you mean \"mean\"?"});
  check_refused("model.logits.bias=maybe", {"true or false"});
  check_refused("sizes.d=0", {"--set sizes.d", "at least 1"});
  check_refused("sizes=3", {"--set sizes", "an object"});
  check_refused("data.split.0=0.5", {"has no item 0"});
  check_refused("seed", {"expected path.to.key=value"});
  check_refused("seed.x=1", {"no part \"x\""});
}

TEST_CASE("a malformed config is refused whatever --set asks of it") {
  const TemporaryFolder folder;
  for (const char* text : {"[]", "3", "{\"model\": 3}", "{\"model\": {}}", "{\"sizes\": 3}", "{\"optimizer\": []}"}) {
    const std::string file = folder.write("config.json", text);
    for (const char* assignment : {"sizes.d=3", "model.embed.dim=3", "model.0.dim=3", "optimizer.lr=1"}) {
      const Finished finished = print_config({assignment}, file);
      INFO(text << " " << assignment << ": " << finished.err);
      CHECK(finished.code == 2);
      CHECK(finished.err.find("json.exception") == std::string::npos);
    }
  }
}

TEST_CASE("a resolved config resolves to itself and trains to the same bits") {
  const TemporaryFolder folder;
  const std::vector<std::string> set{"train.epochs=1", "sizes.d=8"};
  const Finished first = print_config(set);
  const std::string copy = folder.write("resolved.json", first.out);
  CHECK(print_config({}, copy).out == first.out);

  const std::string a = folder / "a", b = folder / "b", c = folder / "c";
  REQUIRE(run_command({"train", "--config", sentiment, "--set", set[0], "--set", set[1], "--out", a}).code == 0);
  REQUIRE(run_command({"train", "--config", copy, "--out", b}).code == 0);
  REQUIRE(run_command({"train", "--config", a + "/config.json", "--out", c}).code == 0);
  CHECK(read_text(a + "/model.safetensors") == read_text(b + "/model.safetensors"));
  CHECK(read_text(a + "/model.safetensors") == read_text(c + "/model.safetensors"));
  CHECK(read_text(a + "/config.json") == read_text(c + "/config.json"));
}

TEST_CASE("another seed is another model, and --seed is saved with the run") {
  const TemporaryFolder folder;
  const std::string a = folder / "a", b = folder / "b";
  for (const auto& [out, seed] : {std::pair{a, "5"}, std::pair{b, "6"}}) {
    REQUIRE(
        run_command({"train", "--config", sentiment, "--set", "train.epochs=1", "--seed", seed, "--out", out}).code ==
        0);
  }
  CHECK(read_text(a + "/model.safetensors") != read_text(b + "/model.safetensors"));
  CHECK(Json::parse(read_text(b + "/config.json"))["seed"] == 6);
}

}  // namespace
}  // namespace rowgrad
