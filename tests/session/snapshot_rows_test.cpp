#include "session/snapshot_rows.hpp"

#include "core/float16.hpp"
#include "tests/catch.hpp"
#include "tests/run/kept_snapshots.hpp"

namespace rowgrad {
namespace {

namespace fs = std::filesystem;

TEST_CASE("snapshot_rows keeps the most frequent tokens, and rows without a token are never kept") {
  const TemporaryFolder folder;
  RunObserver nobody;
  const std::vector<std::string> ngrams{"data.ngrams=2", "data.buckets=1000", "train.epochs=1", "train.snapshots=2"};
  const auto with_rows = [&](const char* rows) {
    auto settings = ngrams;
    settings.push_back(std::string("train.snapshot_rows=") + rows);
    return sentiment(settings);
  };
  train(with_rows("10"), {folder / "ten"}, nobody);
  CHECK(snapshots_of(folder / "ten")[1].ids == std::vector<Id>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9});
  train(with_rows("0"), {folder / "all"}, nobody);
  const TrainedModel run = open_run(folder / "all");
  CHECK(rows(run.parameters[0].value) > 1000);
  CHECK(snapshots_of(folder / "all")[1].ids.size() == run.experiment.dataset->tokens().size());
}

TEST_CASE("snapshot_words keeps the rows of these words, and an unknown one is refused before training begins") {
  const TemporaryFolder folder;
  RunObserver nobody;
  train(sentiment({R"(train.snapshot_words=["dull", "not", "dull"])", "train.snapshots=2"}), {folder / "run"}, nobody);
  const TrainedModel run = open_run(folder / "run");
  const Vocabulary& tokens = run.experiment.dataset->tokens();
  const auto last = snapshots_of(folder / "run")[1];
  CHECK(last.ids == std::vector<Id>{tokens.find("dull").value(), tokens.find("not").value()});
  CHECK(last.tables.at("embed.weight")(0, 3) ==
        to_float(to_float16(run.parameters[0].value(tokens.find("dull").value(), 3))));
  CHECK_THROWS_WITH(
      train(sentiment({R"(train.snapshot_words=["dull", "zebra"])", "train.snapshots=2"}), {folder / "bad"}, nobody),
      Catch::Contains("/train/snapshot_words: \"zebra\" is not in the vocabulary") && Catch::Contains("vocab.txt"));
  CHECK_FALSE(fs::exists(folder / "bad"));
}

struct Notes : RunObserver {
  std::string text;
  void note(const std::string& line) override { text += line + "\n"; }
};

TEST_CASE("tables that are not trained or not looked up by tokens are not kept, and a run that keeps none says so") {
  const TemporaryFolder folder;
  Notes notes;
  train(shipped_spec("sgns_plane", {"train.epochs=1", "train.snapshots=2"}), {folder / "both"}, notes);
  const auto both = snapshots_of(folder / "both")[0].tables;
  CHECK(both.size() == 2);
  CHECK(both.contains("u.weight"));
  CHECK(both.contains("v.weight"));
  train(shipped_spec("word2vec_hs", {"train.epochs=1", "train.snapshots=2"}), {folder / "tree"}, notes);
  CHECK(snapshots_of(folder / "tree")[0].tables.size() == 1);  // without the inner nodes of the Huffman tree
  CHECK(notes.text.find("snapshots") == std::string::npos);
  train(sentiment({"model.embed.freeze=true", "train.snapshots=2"}), {folder / "frozen"}, notes);
  CHECK_FALSE(fs::exists(folder / "frozen/snapshots"));
  CHECK(notes.text.find("no snapshots are kept") != std::string::npos);
}

}  // namespace
}  // namespace rowgrad
