// `train --init-from` and `data.vocab`, as a user meets them.
#include "tests/cli/workplace.hpp"

namespace rowgrad {
namespace {

const char* const more_data = "a fine film\tpositive\na dull film\tnegative\na strange film\tmixed\n";

TEST_CASE("going on with more data says how many rows were taken, are new and were left out, and resumes") {
  const Workplace place;
  REQUIRE(place.train(good_config()).code == 0);
  place.folder.write("more.tsv", more_data);
  const std::string grown = (place.folder / "grown").string(), more = (place.folder / "more.tsv").string();
  const Finished finished = run_command(
      {"train", "--config", place.config, "--set", "data.train=" + more, "--out", grown, "--init-from", place.out});
  INFO(finished.err);
  REQUIRE(finished.code == 0);
  CHECK_THAT(finished.err,
             Catch::Contains("3 of 3 parameters start from " + place.out) &&
                 Catch::Contains("tokens: the rows of 4 start from there, those of 1 are new, 0 of its") &&
                 Catch::Contains("labels: the rows of 2 start from there, those of 1 are new, 0 of its"));
  // What continues needs the first run no longer.
  std::filesystem::remove_all(place.out);
  CHECK(run_command({"train", "--resume", "--out", grown, "--set", "train.epochs=2"}).code == 0);
  const Finished predicted = run_command({"rowgrad", "predict", grown}, {.input = "a strange film\n"});
  CHECK(predicted.code == 0);
}

TEST_CASE("another width than that of the run to start from is refused with the key to set") {
  const Workplace place;
  REQUIRE(place.train(good_config()).code == 0);
  const std::string second = (place.folder / "second").string();
  const Finished finished = run_command(
      {"train", "--config", place.config, "--out", second, "--init-from", place.out, "--set", "model.embed.dim=5"});
  CHECK(finished.code == 2);
  CHECK_THAT(finished.err, Catch::Contains("is 4 x 4, this model needs 4 x 5") &&
                               Catch::Contains("--set model.embed.dim=4") && !Catch::Contains("sizes."));
  CHECK_FALSE(std::filesystem::exists(second));
}

TEST_CASE("data.vocab names the only words there are, for each task, and is refused with file and line") {
  for (const char* task : {"sentiment", "lm", "word2vec"}) {
    INFO(task);
    const Workplace place("a fine film a fine film\tpositive\na dull film\tnegative\n");
    place.folder.write("words.txt", "film\ndull\nunseen\n");
    const std::string train = (place.folder / "train.tsv").string(), words = (place.folder / "words.txt").string();
    std::vector<std::string> command{
        "train", "--out",         place.out, "--set", "data.train=" + train, "--set", "data.vocab=" + words,
        "--set", "train.epochs=0"};
    if (task == std::string("sentiment")) {
      place.folder.write("config.json", good_config().dump());
      command.insert(command.end(), {"--config", place.config});
    } else if (task == std::string("lm")) {
      command.insert(command.end(), {"--config", ROWGRAD_SOURCE_DIR "/configs/bigram.json", "--set", "data.unit=word"});
    } else {
      command.insert(command.end(), {"--config", ROWGRAD_SOURCE_DIR "/configs/sgns.json", "--set", "data.min_count=2"});
    }
    const Finished finished = run_command(command);
    INFO(finished.err);
    CHECK(finished.code == 0);
    const std::string boundary = task == std::string("lm") ? "</s>\t2\n" : "";
    CHECK(read_text(place.folder / "run" / "vocab.txt") == boundary + "film\t3\ndull\t1\nunseen\t0\n");
    CHECK_THAT(finished.err, Catch::Contains("words.txt: 1 of") && Catch::Contains("do not occur"));
    place.folder.write("words.txt", "film\nfilm\n");
    command.insert(command.end(), {"--overwrite"});
    const Finished refused = run_command(command);
    CHECK(refused.code == 2);
    CHECK_THAT(refused.err, Catch::Contains("words.txt:2: \"film\" came before"));
  }
}

}  // namespace
}  // namespace rowgrad
