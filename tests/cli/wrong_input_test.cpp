// Wrong input gets one clear message (where, expected, found, remedy), exit code 2 (1 for a full disk), and leaves
// no half-written run.
#include "config/types.hpp"
#include "tests/catch.hpp"
#include "tests/cli/process.hpp"

namespace rowgrad {
namespace {

const char* const good_data = "a fine film\tpositive\na dull film\tnegative\n";

Json good_config() {
  return Json::parse(R"({
    "data": { "task": "sentiment", "train": "train.tsv" },
    "model": [
      { "name": "embed", "layer": "Embedding", "input": "tokens", "dim": 4 },
      { "name": "phrase", "layer": "Sum", "input": "embed" },
      { "name": "logits", "layer": "Linear", "input": "phrase", "out": "classes" },
      { "name": "loss", "layer": "SoftmaxCE", "inputs": ["logits", "label"] }
    ],
    "optimizer": { "type": "SGD", "lr": 0.1 },
    "train": { "epochs": 1 }
  })");
}

// A folder with a config and data, which are right until a test changes them.
struct Workplace {
  TemporaryFolder folder;
  std::string config = (folder / "config.json").string(), out = (folder / "run").string();

  explicit Workplace(const std::string& data = good_data) { folder.write("train.tsv", data); }

  Finished train(const std::string& text, std::vector<std::string> more = {}) const {
    folder.write("config.json", text);
    std::vector<std::string> command{"train", "--config", config, "--out", out, "--quiet"};
    command.insert(command.end(), more.begin(), more.end());
    return run_command(command);
  }
  Finished train(const Json& json, const std::vector<std::string>& more = {}) const {
    return train(json.dump(2), more);
  }
};

void check_refused(const Workplace& place, const Finished& finished, const std::vector<std::string>& parts) {
  INFO(finished.err);
  CHECK(finished.code == 2);
  CHECK(finished.out.empty());
  CHECK(finished.err.starts_with("error: "));
  CHECK(std::count(finished.err.begin(), finished.err.end(), '\n') == 1);
  for (const std::string& part : parts) {
    CAPTURE(part);
    CHECK(finished.err.find(part) != std::string::npos);
  }
  CHECK_FALSE(std::filesystem::exists(place.out));
}

// The good config with one value changed, by JSON pointer.
void check_config(const std::string& pointer, const Json& value, const std::vector<std::string>& parts) {
  const Workplace place;
  Json config = good_config();
  config[Json::json_pointer(pointer)] = value;
  std::vector<std::string> expected = parts;
  expected.push_back(place.config + ": /");
  check_refused(place, place.train(config), expected);
}

void check_data(const std::string& data, const std::vector<std::string>& parts) {
  const Workplace place(data);
  check_refused(place, place.train(good_config()), parts);
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
  check_config("/data/window", 5, {"/data/window", "sentiment has no key", "word2vec"});
}

TEST_CASE("an unknown type is named with the nearest one") {
  check_config("/model/1/layer", "Sun", {"/model/1/layer", "unknown layer \"Sun\"", "did you mean \"Sum\"?"});
  check_config("/optimizer/type", "SDG", {"/optimizer/type", "did you mean \"SGD\"?"});
  check_config("/data/task", "sentimental", {"/data/task", "did you mean \"sentiment\"?"});
}

TEST_CASE("a misspelt input names the nearest value") {
  check_config("/model/1/input", "embd", {"/model/1/input", "unknown input \"embd\"", "did you mean \"embed\"?"});
  check_config("/model/3/inputs/1", "labels", {"/model/3/inputs/1", "did you mean \"label\"?"});
}

TEST_CASE("a misspelt borrowed weight names the nearest parameter, whatever else reads the layer") {
  check_config("/model/2/weight", "embd.weight", {"/model/2/weight", "did you mean \"embed.weight\"?"});
}

TEST_CASE("an unknown size names the nearest one") {
  check_config("/model/2/out", "clases", {"/model/2/out", "unknown size \"clases\"", "did you mean \"classes\"?"});
}

TEST_CASE("mismatched sizes are refused with both") {
  check_config("/model/2/out", 3, {"/model/3", "3 logits", "2 classes"});
}

TEST_CASE("mismatched row domains are refused with both") {
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

TEST_CASE("a parameter no memory can hold is refused") {
  check_config("/model/0/dim", 4611686018427387904, {"/model/0", "embed.weight", "4611686018427387904"});
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

TEST_CASE("a missing file, config or data, is named") {
  const Workplace place;
  check_refused(place, run_command({"train", "--config", place.config, "--out", place.out}),
                {place.config, "No such file"});
  std::filesystem::remove(place.folder / "train.tsv");
  check_refused(place, place.train(good_config()),
                {(place.folder / "train.tsv").string(), "No such file", "/data/train"});
}

TEST_CASE("a directory in place of a file is refused") {
  const Workplace place;
  const std::string folder = place.folder.path().string();
  check_refused(place, place.train(good_config(), {"--set", "data.train=" + folder}), {folder, "directory"});
  check_refused(place, run_command({"train", "--config", folder, "--out", place.out}), {folder, "directory"});
}

TEST_CASE("an empty file is refused") {
  check_data("", {"train.tsv", "empty"});
  check_data("\n  \n", {"train.tsv", "found none"});
}

TEST_CASE("a line without a label is named by its number") {
  check_data("good\tpositive\nbad\n", {"train.tsv:2", "found no label", "<TAB>"});
  check_data("__label__a good\nbad\n", {"train.tsv:2", "__label__"});
}

TEST_CASE("a label that training never saw is named with its line") {
  const Workplace place;
  place.folder.write("test.tsv", "fine\tpositive\nso so\tneutral\n");
  Json config = good_config();
  config["data"]["test"] = "test.tsv";
  check_refused(place, place.train(config), {"test.tsv:2", "\"neutral\"", "training data"});
}

TEST_CASE("invalid UTF-8 is refused with its line") {
  check_data(
      "good\tpositive\nb\xff"
      "d\tnegative\n",
      {"train.tsv:2", "byte 2", "UTF-8"});
}

TEST_CASE("an output place that cannot be written is refused") {
  Workplace place;
  place.folder.write("file", "not a folder");
  const Json config = good_config();
  for (const std::string& out :
       {(place.folder / "file/run").string(), std::string("/proc/run"), (place.folder / "file").string()}) {
    place.out = out;
    const Finished finished = place.train(config);
    INFO(finished.err);
    CHECK(finished.code == 2);
    CHECK(finished.err.find(out) != std::string::npos);
    CHECK(finished.err.find("--out") != std::string::npos);
    CHECK_FALSE(std::filesystem::is_directory(out));
  }
  CHECK(read_text(place.folder / "file") == "not a folder");
}

TEST_CASE("a full disk exits 1 and leaves no half-written run") {
  const Workplace place;
  Json config = good_config();
  config["model"][0]["dim"] = 4000;
  place.folder.write("config.json", config.dump());
  const Finished finished =
      run_command({"train", "--config", place.config, "--out", place.out, "--quiet"}, {.largest_file = 20000});
  INFO(finished.err);
  CHECK(finished.code == 1);
  CHECK(finished.err.find("cannot be written") != std::string::npos);
  CHECK(std::count(finished.err.begin(), finished.err.end(), '\n') == 1);
  CHECK_FALSE(std::filesystem::exists(place.out));
}

TEST_CASE("results that cannot be written exit 1") {
  const Finished finished = run_command({"rowgrad", "schema"}, {.out = "/dev/full"});
  CHECK(finished.code == 1);
  CHECK(finished.err.find("No space left") != std::string::npos);
}

TEST_CASE("a loss that is not finite exits 1 and says what to do") {
  const Workplace place;
  Json config = good_config();
  config["optimizer"]["lr"] = 1e38;
  config["train"]["epochs"] = 50;
  const Finished finished = place.train(config);
  INFO(finished.err);
  CHECK(finished.code == 1);
  CHECK(finished.err.find("optimizer.lr") != std::string::npos);
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

}  // namespace
}  // namespace rowgrad
