#include "run/touched_rows.hpp"

#include <set>

#include "core/text_file.hpp"
#include "tests/catch.hpp"
#include "tests/in_memory.hpp"
#include "tests/models/sentiment/documents.hpp"
#include "tests/models/word2vec/sentences.hpp"
#include "tests/stop_after.hpp"
#include "tests/trained.hpp"

namespace rowgrad {
namespace {

struct Lines : RunObserver {
  std::vector<TouchedRows> all;
  void logged(const StepMetrics& metrics) override { all.push_back(metrics.rows_touched); }
};

std::vector<TouchedRows> lines_of(const Experiment& experiment) {
  Lines lines;
  train_in_memory(experiment, lines);
  return lines.all;
}

Json bag(const std::string& engine, const std::string& rule, bool freeze = false) {
  return {{"model",
           {{{"name", "embed"}, {"layer", "Embedding"}, {"input", "tokens"}, {"dim", 4}, {"freeze", freeze}},
            {{"name", "h"}, {"layer", "Sum"}, {"input", "embed"}},
            {{"name", "logits"}, {"layer", "Linear"}, {"input", "h"}, {"out", "classes"}},
            {{"name", "loss"}, {"layer", "SoftmaxCE"}, {"inputs", {"logits", "label"}}}}},
          {"optimizer", {{"type", rule}, {"lr", 0.1}}},
          {"train", {{"engine", engine}, {"batch_size", 1}, {"log_every", 1}}}};
}

const std::vector<LabelledLine> documents{{"a film a film a", "bad"}, {"a fine film", "good"}, {"dull", "bad"}};

TEST_CASE("a step tells the distinct rows of each table that it touched, and how many there are") {
  const auto dataset = labelled_documents({}, documents);
  for (const std::string engine : {"graph", "hogwild"}) {
    const auto lines = lines_of(in_memory(dataset, bag(engine, "AdamW")));
    REQUIRE(lines.size() == 3);
    std::multiset<std::size_t> touched;
    for (const TouchedRows& line : lines) {
      REQUIRE(line.tables.size() == 1);  // the Linear is no table
      const TouchedRows::Table& table = line.tables[0];
      CHECK(table.name == "embed.weight");
      CHECK(table.rows == 4);
      CHECK(line.total == table.rows_touched + 3);  // and two classes with their bias
      touched.insert(table.rows_touched);
    }
    CHECK(touched == std::multiset<std::size_t>{1, 2, 3});  // five words of the first document are two rows
  }
}

TEST_CASE("a fused step of many documents sums what each touched") {
  const auto lines = lines_of(in_memory(labelled_documents({}, documents), bag("hogwild", "SGD")));
  REQUIRE(lines.size() == 1);
  CHECK(lines[0].batches == 3);
  REQUIRE(lines[0].tables.size() == 1);
  CHECK(lines[0].tables[0].rows_touched == 1 + 2 + 3);
  CHECK(lines[0].total == 6 + 3 * 3);
}

TEST_CASE("a frozen table receives no gradient and is not listed") {
  CHECK(lines_of(in_memory(labelled_documents({}, documents), bag("graph", "SGD", true)))[0].tables.empty());
}

TEST_CASE("the fused steps of skip-gram tell both tables, each below its rows") {
  Word2vecOptions options;
  options.sampling = "window";
  options.subsample = 0;
  const auto dataset = word_windows(options, alternating(60, "the cat sat on the mat", "a dog lay by a rug"));
  const auto lines = lines_of(in_memory(
      dataset,
      {{"model", Json::parse(R"([
      {"name": "v", "layer": "Embedding", "input": "context", "dim": 4},
      {"name": "u", "layer": "Embedding", "input": "center", "dim": 4},
      {"name": "noise", "layer": "Embedding", "input": "negatives", "weight": "u.weight"},
      {"name": "positive", "layer": "Dot", "inputs": ["v", "u"]},
      {"name": "negative", "layer": "Dot", "inputs": ["v", "noise"]},
      {"name": "positive_loss", "layer": "SigmoidCE", "input": "positive", "target": 1},
      {"name": "negative_loss", "layer": "SigmoidCE", "input": "negative", "target": 0}])")},
       {"optimizer", {{"type", "SGD"}, {"lr", 0.01}}},
       {"train", {{"engine", "hogwild"}, {"reduction", "sum"}, {"batch_size", 1}, {"epochs", 10}, {"log_every", 1}}}}));
  REQUIRE_FALSE(lines.empty());
  for (const TouchedRows& line : lines) {
    REQUIRE(line.tables.size() == 2);
    for (const TouchedRows::Table& table : line.tables) {
      CHECK(table.rows == 10);
      CHECK(table.rows_touched > 0);
      CHECK(table.rows_touched <= line.batches * table.rows);
    }
  }
}

TEST_CASE("metrics.jsonl has each table with its rows, and a resumed run the same lines") {
  const TemporaryFolder folder;
  RunObserver nobody;
  StopAfter one(1);
  const auto spec = shipped_spec("sentiment", {"train.log_every=8", "train.epochs=2"});
  train(spec, {folder / "straight"}, nobody);
  CHECK_FALSE(train(spec, {folder / "broken"}, one));
  resume(read_run(RunDirectory(folder / "broken")), folder / "broken", nobody);
  const auto lines_in = [&](const std::string& run) {
    std::vector<Json> lines;
    const TextFile file(RunDirectory(folder / run).metrics());
    for_each_line(file.text(), [&](std::string_view line, std::size_t) {
      lines.push_back(Json::parse(line));
      lines.back().erase("seconds");
    });
    return lines;
  };
  const auto straight = lines_in("straight");
  CHECK(lines_in("broken") == straight);
  const Json& table = straight[0].at("tables").at("embed.weight");
  CHECK(table.at("rows") == 117);
  CHECK(table.at("rows_touched").get<std::size_t>() + 3 == straight[0].at("rows_touched"));
}

}  // namespace
}  // namespace rowgrad
