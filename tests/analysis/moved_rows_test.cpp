#include "analysis/moved_rows.hpp"

#include <cmath>

#include "tests/catch.hpp"
#include "tests/trained.hpp"

namespace rowgrad {
namespace {

// A classifier of four words that occur and two, of the vocabulary's file, that do not.
TrainedModel train_phrases(const Json& changes,
                           const std::string& examples = "a fine film\tpositive\na dull film\tnegative\n") {
  const TemporaryFolder folder;
  folder.write("train.tsv", examples);
  folder.write("words.txt", "a\nfine\nfilm\ndull\nhelicopter\nferret\n");
  Json config = Json::parse(R"({
    "data": {"task": "classification", "train": "train.tsv", "vocab": "words.txt"},
    "model": [{"name": "embed", "layer": "Embedding", "input": "tokens", "dim": 4},
              {"name": "phrase", "layer": "Sum", "input": "embed"},
              {"name": "logits", "layer": "Linear", "input": "phrase", "out": "classes"},
              {"name": "loss", "layer": "SoftmaxCE", "inputs": ["logits", "label"]}],
    "optimizer": {"type": "AdamW", "lr": 0.01, "weight_decay": 0.1}, "train": {"epochs": 30, "batch_size": 1}})");
  config.merge_patch(changes);
  return train_config(folder, config);
}

MovedRows table_moved(const Json& changes) {
  const TrainedModel start = train_phrases({{"train", {{"epochs", 0}}}}), end = train_phrases(changes);
  const auto all = moved_rows(start, end);
  REQUIRE(all.size() == 3);
  CHECK(all[1].still() == 0);  // the Linear is dense
  return all[0];
}

const MovedRows::Row& named(const MovedRows& moved, const std::string& name) {
  return *std::ranges::find(moved.rows, name, &MovedRows::Row::name);
}

TEST_CASE("rows of words that no batch held are exactly still under lazy rows, and only those") {
  const MovedRows moved = table_moved({{"optimizer", {{"rows", "lazy"}}}});
  REQUIRE(moved.rows.size() == 6);
  CHECK(moved.still() == 2);
  for (const auto& row : moved.rows) CHECK((row.distance == 0.0) == (row.name == "helicopter" || row.name == "ferret"));
}

TEST_CASE("under dense AdamW the decay moves rows of words that no batch held, under exact rows by as much") {
  const MovedRows dense = table_moved({{"optimizer", {{"rows", "dense"}}}});
  const MovedRows exact = table_moved({{"optimizer", {{"rows", "exact"}}}});
  CHECK(dense.still() == 0);
  CHECK(exact.still() == 0);
  const TrainedModel start = train_phrases({{"train", {{"epochs", 0}}}});
  const Matrix<float>& table = start.parameters[0].value;
  const auto& unused = named(dense, "ferret");
  double length = 0.0;
  for (std::size_t j = 0; j < 4; ++j) length += std::pow(static_cast<double>(row(table, unused.row)[j]), 2);
  // 60 steps, each of which leaves 1 − lr · weight_decay: the decay alone.
  CHECK(unused.distance == Approx(std::sqrt(length) * (1.0 - std::pow(1.0 - 0.01 * 0.1, 60))).epsilon(1e-3));
  CHECK(named(exact, "ferret").distance == Approx(unused.distance).epsilon(1e-3));
  CHECK(named(dense, "fine").distance > 10 * unused.distance);
}

TEST_CASE("rows are matched by what they stand for, whatever their numbers") {
  Trained run = trained("sentiment", {"train.epochs=0"});
  // Other texts count the same words in another order.
  Trained other = trained("sentiment", {"train.epochs=0", "data.train=" ROWGRAD_SOURCE_DIR "/data/phrases.test.tsv"});
  const Vocabulary &before = run.run.experiment.dataset->tokens(), &after = other.run.experiment.dataset->tokens();
  const MovedRows moved = moved_rows(run.run, other.run)[0];
  REQUIRE(moved.rows.size() > 50);
  std::size_t renumbered = 0;
  for (const MovedRows::Row& found : moved.rows) {
    CHECK(found.name == after.token(static_cast<Id>(found.row)));
    const auto a = run.row("embed.weight", found.name), b = other.row("embed.weight", found.name);
    double squares = 0.0;
    for (std::size_t j = 0; j < a.size(); ++j)
      squares += std::pow(static_cast<double>(a[j]) - static_cast<double>(b[j]), 2);
    CHECK(found.distance == Approx(std::sqrt(squares)).margin(1e-12));
    renumbered += before.find(found.name) != found.row ? 1 : 0;
  }
  CHECK(renumbered > 0);
}

TEST_CASE("a parameter whose columns are labels is left out where the labels are numbered differently") {
  const TrainedModel run = train_phrases({{"train", {{"epochs", 0}}}});
  TrainedModel other = train_phrases({{"train", {{"epochs", 0}}}});
  const auto names = [](const std::vector<MovedRows>& all) {
    std::vector<std::string> list;
    for (const MovedRows& moved : all) list.push_back(moved.parameter);
    return list;
  };
  CHECK(names(moved_rows(run, other)) == std::vector<std::string>{"embed.weight", "logits.weight", "logits.bias"});
  other = train_phrases({{"train", {{"epochs", 0}}}}, "a fine film\tfresh\na dull film\tpositive\n");
  CHECK(names(moved_rows(run, other)) == std::vector<std::string>{"embed.weight", "logits.weight"});
}

TEST_CASE("runs that have no parameter in common are refused") {
  Trained a = trained("sentiment", {"train.epochs=0"}), b = trained("sentiment", {"train.epochs=0", "sizes.d=8"});
  std::erase_if(a.run.parameters, [](const auto& p) { return p.spec.columns != 32; });
  CHECK_THROWS_WITH(moved_rows(b.run, a.run), Catch::Matchers::Contains("no parameter of one name and width"));
}

}  // namespace
}  // namespace rowgrad
