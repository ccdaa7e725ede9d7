// Items longer than anybody expects: one line of a million words, and data.max_length, which cuts them.
#include "tests/cli/workplace.hpp"

namespace rowgrad {
namespace {

using Catch::Matchers::Contains;

std::string repeated(const std::string& words, std::size_t times) {
  std::string text;
  for (std::size_t i = 0; i < times; ++i) text += words;
  return text;
}

TEST_CASE("texts beyond data.max_length are cut in training and in prediction alike, and that is told") {
  const Workplace place("a fine film of old\tpositive\na dull film\tnegative\n");
  Json config = good_config();
  config["data"]["max_length"] = 3;
  const Finished trained = place.train(config);
  REQUIRE(trained.code == 0);
  CHECK_THAT(trained.err, Contains("train.tsv: 1 of 2 items were cut to their first 3 tokens (data.max_length)"));
  CHECK(read_text(place.folder / "run" / "vocab.txt").find("old") == std::string::npos);

  const Finished whole = run_command({"rowgrad", "predict", place.out}, {.input = "a fine film a dull dull\ndull\n"});
  const Finished first = run_command({"rowgrad", "predict", place.out}, {.input = "a fine film\ndull\n"});
  CHECK(whole.out == first.out);
  CHECK_THAT(whole.err, Contains("1 of 2 texts were cut to the model's data.max_length"));
  CHECK(first.err.empty());

  const Finished evaluated = run_command({"rowgrad", "evaluate", place.out});
  CHECK_THAT(evaluated.err, Contains("1 of 2 items were cut"));
}

TEST_CASE("a line takes memory by its words, not by its words times the model's width") {
  const Workplace place;
  Json config = good_config();
  config["model"][0]["dim"] = 512;
  REQUIRE(place.train(config).code == 0);
  const auto predict = [&](const std::string& text) {
    const Finished finished = run_command({"rowgrad", "predict", place.out}, {.input = text + "\n"});
    CHECK(finished.code == 0);
    return finished.peak_bytes;
  };
  // 400,000 words: 800 MB of rows, were they copied.
  const std::string line = repeated("dull film ", 200'000);
  CHECK(predict(line) < predict("dull film") + (std::size_t{80} << 20));

  const Workplace long_line("a fine film\tpositive\n" + line + "\tnegative\n");
  const Finished few = place.train(config, {"--overwrite"}), many = long_line.train(config);
  CHECK(many.code == 0);
  CHECK(many.peak_bytes < few.peak_bytes + (std::size_t{120} << 20));
}

TEST_CASE("one line of many words is counted, and trains a language model by the block") {
  const Workplace place;
  const std::string file = place.folder.write("line.txt", repeated("to be or not to be ", 30'000)).string();
  const Finished counted = run_command({"rowgrad", "count", file, "--unit", "word"});
  CHECK(counted.code == 0);
  CHECK_THAT(counted.out, Contains("180001 pairs"));

  const Json lm = Json::parse(R"({
    "data": { "task": "lm", "train": "line.txt", "unit": "word", "block": 1000 },
    "model": [
      { "name": "embed", "layer": "Embedding", "input": "tokens", "dim": 4 },
      { "name": "logits", "layer": "Linear", "input": "embed", "out": "vocab" },
      { "name": "loss", "layer": "SoftmaxCE", "inputs": ["logits", "next"] }
    ],
    "optimizer": { "type": "SGD", "lr": 0.1 },
    "train": { "epochs": 1, "batch_size": 4 }
  })");
  const Finished trained = place.train(lm);
  INFO(trained.err);
  CHECK(trained.code == 0);
  CHECK_THAT(read_text(place.folder / "run" / "summary.json"), Contains("\"steps\": 46"));  // 181 blocks, 4 a step
}

}  // namespace
}  // namespace rowgrad
