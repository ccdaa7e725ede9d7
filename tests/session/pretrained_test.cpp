#include "tests/catch.hpp"
#include "tests/trained.hpp"

namespace rowgrad {
namespace {

std::string init(const std::filesystem::path& file) {
  return "model.embed.init={\"file\": \"" + file.string() + "\", \"normal\": 0}";
}

}  // namespace

TEST_CASE("a table starts from a file of word vectors by token, and a frozen one stays there") {
  const TemporaryFolder folder;
  const auto file = folder.write("vectors.txt", "3 2\ngood 1 2\nzzzzz 3 4\nbad -1 -2\n");
  const auto run =
      trained("sentiment", {init(file), "model.embed.freeze=true", "sizes.d=2", "train.epochs=1", "optimizer.lr=0.1"});
  CHECK(run.row("embed.weight", "good")[1] == 2.0F);
  CHECK(run.row("embed.weight", "bad")[0] == -1.0F);
  CHECK(run.row("embed.weight", "not")[0] == 0.0F);  // not in the file: by the rule beside it
  CHECK(run.parameter("logits.weight")(0, 0) != 0.0F);
}

TEST_CASE("without freeze the vectors are where training starts") {
  const TemporaryFolder folder;
  const auto file = folder.write("vectors.txt", "2 2\ngood 1 2\nbad -1 -2\n");
  const auto start = trained("sentiment", {init(file), "sizes.d=2", "train.epochs=0"});
  const auto moved = trained("sentiment", {init(file), "sizes.d=2", "train.epochs=1"});
  CHECK(start.row("embed.weight", "good")[1] == 2.0F);
  CHECK(moved.row("embed.weight", "good")[1] != 2.0F);
}

TEST_CASE("words that only the vectors know are known to the classifier, after those of the training data") {
  const TemporaryFolder folder;
  const auto file = folder.write("vectors.txt", "2 2\nzzzzz 3 4\ngood 1 2\n");
  const auto run =
      trained("sentiment", {init(file), "sizes.d=2", "train.epochs=1", "data.extra_vocabulary=" + file.string()});
  const Vocabulary& words = run.run.experiment.dataset->tokens();
  CHECK(words.find("zzzzz") == words.size() - 1);
  CHECK(words.count(static_cast<Id>(words.size() - 1)) == 0);
  CHECK(run.row("embed.weight", "zzzzz")[1] == 4.0F);  // never seen in training, hence as it was
  CHECK(run.row("embed.weight", "good")[1] != 2.0F);
}

TEST_CASE("vectors that do not fit are refused before a run is made") {
  const TemporaryFolder folder;
  const auto wide = folder.write("wide.txt", "1 3\ngood 1 2 3\n");
  const auto strange = folder.write("strange.txt", "1 2\nzzzzz 1 2\n");
  CHECK_THROWS_WITH(trained("sentiment", {init(wide), "sizes.d=2"}), Catch::Contains("have 3 columns"));
  CHECK_THROWS_WITH(trained("sentiment", {init(strange), "sizes.d=2"}), Catch::Contains("none of the"));
  CHECK_THROWS_AS(trained("sentiment", {init(folder / "missing.txt"), "sizes.d=2"}), Error);
  CHECK_THROWS_WITH(trained("sentiment", {"data.extra_vocabulary=/nowhere.bin"}),
                    Catch::Contains("data/extra_vocabulary"));
  CHECK_THROWS_WITH(trained("sentiment", {"data.extra_vocabulary=" + wide.string()}),
                    Catch::Contains("no table starts"));
  CHECK_THROWS_WITH(trained("sentiment", {"data.extra_vocabulary=" + wide.string(), "data.ngrams=2"}),
                    Catch::Contains("\"ngrams\": 1"));
  CHECK_THROWS_WITH(trained("sentiment", {init(wide), "data.ngrams=2", "data.buckets=50"}),
                    Catch::Contains("50 of its") && Catch::Contains("--set data.ngrams=1"));
  CHECK_THROWS_WITH(trained("sentiment", {"model.phrase.freeze=true"}), Catch::Contains("no parameters of its own"));
}

}  // namespace rowgrad
