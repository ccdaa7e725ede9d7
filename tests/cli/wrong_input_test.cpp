// A wrong config or flag gets one clear message (where, expected, found, remedy), exit code 2, and leaves no
// half-written run.
#include "tests/cli/workplace.hpp"

namespace rowgrad {
namespace {

// The good config with one value changed, by JSON pointer.
void check_config(const std::string& pointer, const Json& value, const std::vector<std::string>& parts) {
  const Workplace place;
  Json config = good_config();
  config[Json::json_pointer(pointer)] = value;
  std::vector<std::string> expected = parts;
  expected.push_back(place.config + ": /");
  check_refused(place, place.train(config), expected);
}

TEST_CASE("the right input of these tests trains") {
  const Workplace place;
  const Finished finished = place.train(good_config());
  CHECK(finished.code == 0);
  CHECK(Json::parse(finished.out)["epochs"] == 1);
}

TEST_CASE("an unknown key is named with its pointer and the nearest key") {
  check_config("/train/epoch", 3, {"/train/epoch", "unknown key \"epoch\"", "did you mean \"epochs\"?"});
  check_config("/optimiser", 3, {"/optimiser", "did you mean \"optimizer\"?"});
  check_config("/model/0/dmi", 3, {"/model/0/dmi", "Embedding", "did you mean \"dim\"?"});
  check_config("/model/0/nmae", "x", {"/model/0/nmae", "did you mean \"name\"?"});
}

TEST_CASE("a key of another type is told from an unknown one") {
  check_config("/optimizer/beta1", 0.9, {"/optimizer/beta1", "SGD has no key \"beta1\"", "belongs to", "AdamW"});
  check_config("/data/window", 5, {"/data/window", "classification has no key", "word2vec"});
}

TEST_CASE("an unknown type is named with the nearest one") {
  check_config("/model/1/layer", "Sun", {"/model/1/layer", "unknown layer \"Sun\"", "did you mean \"Sum\"?"});
  check_config("/optimizer/type", "SDG", {"/optimizer/type", "did you mean \"SGD\"?"});
  check_config("/data/task", "clasification", {"/data/task", "did you mean \"classification\"?"});
}

TEST_CASE("a misspelt input names the nearest value") {
  check_config("/model/1/input", "embd", {"/model/1/input", "unknown input \"embd\"", "did you mean \"embed\"?"});
  check_config("/model/3/inputs/1", "labels", {"/model/3/inputs/1", "did you mean \"label\"?"});
}

TEST_CASE("a misspelt borrowed weight names the nearest parameter, whatever else reads the layer") {
  check_config("/model/2/weight", "embd.weight", {"/model/2/weight", "did you mean \"embed.weight\"?"});
}

TEST_CASE("a size that --set adds and no layer names is refused with those there are") {
  const Workplace place;
  Json config = good_config();
  config["sizes"] = {{"wide", 4}};
  config["model"][0]["dim"] = "wide";
  check_refused(place, place.train(config, {"--set", "sizes.wid=9"}), {"/sizes/wid", "did you mean \"wide\"?"});
  CHECK(place.train(config, {"--set", "model.embed.dim=3"}).code == 0);  // a size that the file has may go unused
}

TEST_CASE("an unknown size names the nearest one") {
  check_config("/model/2/out", "clases", {"/model/2/out", "unknown size \"clases\"", "did you mean \"classes\"?"});
}

TEST_CASE("mismatched sizes are refused with both") {
  check_config("/model/2/out", 3, {"/model/3", "3 logits", "2 classes"});
}

TEST_CASE("mismatched row spaces are refused with both") {
  check_config("/model/2/input", "embed", {"/model/3", "token", "document"});
}

TEST_CASE("a cycle is refused") { check_config("/model/1/input", "logits", {"cycle", "\"phrase\""}); }

TEST_CASE("a value of the wrong type or out of range says what was expected and found") {
  check_config("/optimizer/lr", "fast", {"/optimizer/lr", "expected a number", "\"fast\""});
  check_config("/optimizer/lr", -1, {"/optimizer/lr", "at least 0", "-1"});
  check_config("/train/epochs", 1.5, {"/train/epochs", "whole number", "1.5"});
  check_config("/model/0/init", "normal", {"/model/0/init", "needs its scale", "0.02"});
  check_config("/data/split", {0.5, 0.2}, {"/data/split", "sum to 1"});
  check_config("/sizes", 7, {"/sizes", "object", "7"});
  check_config("/model", Json::object(), {"/model", "a list of layers"});
  check_config("/train", 3, {"/train", "an object", "3"});
}

TEST_CASE("a size no memory can hold is refused") {
  check_config("/model/0/dim", 4611686018427387904, {"/model/0/dim", "at most 2147483647", "4611686018427387904"});
  check_config("/sizes", {{"d", 9223372036854775808U}}, {"/sizes/d", "at most 2147483647", "9223372036854775808"});
  check_config("/train/accumulate", 4611686018427387904, {"/train/accumulate", "at most 100000"});
}

TEST_CASE("JSON nested a million deep is refused") {
  const Workplace place;
  check_refused(place, place.train(std::string(1000000, '[')), {place.config, "nested more than 100 deep"});
}

TEST_CASE("a missing key is named") {
  const Workplace place;
  Json config = good_config();
  config["data"].erase("train");
  check_refused(place, place.train(config), {": /data", "missing key \"train\""});
  config = good_config();
  config.erase("model");
  check_refused(place, place.train(config), {"missing key \"model\""});
}

TEST_CASE("what is not JSON is refused with line and column") {
  const Workplace place;
  check_refused(place, place.train(std::string("{\n  \"data\": oops\n}")), {place.config + ":2:", "not JSON"});
  check_refused(place, place.train(std::string()), {place.config + ":1:1", "not JSON"});
  check_refused(place, place.train(std::string("[1]")), {place.config, "expected an object"});
  check_refused(place, place.train(std::string("{\"seed\": 1, \"seed\": 2}")), {"\"seed\"", "twice"});
  check_refused(place, place.train(std::string("{\"seed\": 1e999}")), {place.config, "out of range"});
}

TEST_CASE("wrong flags are refused") {
  const Workplace place;
  check_refused(place, place.train(good_config(), {"--thread", "2"}), {"--thread"});
  check_refused(place, place.train(good_config(), {"--threads", "0"}), {"--threads"});
  check_refused(place, place.train(good_config(), {"--seed", "-1"}), {"--seed"});
  check_refused(place, place.train(good_config(), {"--resume", "--overwrite"}), {"--overwrite"});
  check_refused(place, run_command({"train"}), {"--config"});
  check_refused(place, run_command({"rowgrad", "nearst"}), {"nearst", "did you mean \"nearest\"?"});
}

TEST_CASE("numbers on the command line are taken as they are written, or refused") {
  const TemporaryFolder folder;
  const std::string vectors = folder.write("vectors.txt", "2 2\ncat 1 0\ndog 1 0.1\n");
  for (const std::string number : {"-1", "0", "1e3", "nan", "99999999999999999999999", "18446744073709551615", " 3"}) {
    const Finished finished = run_command({"rowgrad", "nearest", vectors, "cat", "--count", number});
    CAPTURE(number, finished.err);
    CHECK(finished.code == 2);
    CHECK(finished.err.find("--count") != std::string::npos);
    CHECK(finished.err.find("expected a whole number from 1") != std::string::npos);
  }
  for (const std::string temperature : {"nan", "inf", "-0.5", "1e400"})
    CHECK(run_command({"rowgrad", "generate", "nowhere", "--temperature", temperature}).err.find("--temperature") !=
          std::string::npos);
  CHECK(run_command({"train", "--config", "nope.json", "--seed", "18446744073709551615"}).err.find("--seed") !=
        std::string::npos);
}

TEST_CASE("an empty value is refused, not taken for an option left out") {
  const Workplace place;
  const std::vector<std::vector<std::string>> commands{{"train", "--config", place.config, "--init-from", ""},
                                                       {"rowgrad", "lookup", "", "cat"},
                                                       {"rowgrad", "softmax", "--target", ""},
                                                       {"rowgrad", "fetch", "names", "--from", ""}};
  for (const auto& command : commands) {
    const Finished finished = run_command(command);
    INFO(command[1]);
    CHECK(finished.code == 2);
    CHECK(finished.out.empty());
    CHECK_THAT(finished.err, Catch::Contains("expected a value, found \"\""));
  }
}

}  // namespace
}  // namespace rowgrad
