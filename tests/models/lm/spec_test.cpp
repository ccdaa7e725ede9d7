#include "models/lm/spec.hpp"

#include "core/error.hpp"
#include "tests/catch.hpp"
#include "tests/models/lm/items.hpp"
#include "tests/read_spec.hpp"
#include "tests/temporary_folder.hpp"

namespace rowgrad {
namespace {

using Catch::Matchers::Contains;

const Where& where = data_section;

LmSpec spec(const Json& json) { return read_spec<LmSpec>(json); }

std::unique_ptr<const Dataset> loaded(const TemporaryFolder& folder, std::string_view text, Json json) {
  json["train"] = folder.write("items.txt", text).string();
  return spec(json).load(where);
}

std::string predicted(const Dataset& dataset) {
  Batch batch;
  REQUIRE(dataset.batches({Split::train, 100})->next(batch));
  return text_of(dataset, batch.ids[dynamic_cast<const LmDataset&>(dataset).handles().next.index]);
}

TEST_CASE("items are the lines that are not blank, symbols are numbered by falling count after the boundary") {
  const TemporaryFolder folder;
  const auto data = loaded(folder, "emma\n \nada\n", Json::object());
  CHECK(predicted(*data) == "emma.ada.");
  CHECK(data->tokens().to_text() == "</s>\t2\na\t3\nm\t2\nd\t1\ne\t1\n");
}

TEST_CASE("rare and unseen words are dropped, or become the unknown token if one is named") {
  const TemporaryFolder folder;
  const Json words{{"unit", "word"}, {"min_count", 2}};
  const auto dropping = loaded(folder, "a b a\nb c\n", words);
  CHECK(dropping->tokens().size() == 3);
  CHECK(predicted(*dropping) == "aba.b.");
  CHECK_THROWS_WITH(dropping->example("a x", ""), Contains("\"x\""));

  Json keeping = words;
  keeping["unknown"] = "<unk>";
  const auto data = loaded(folder, "a b a\nb c\n", keeping);
  CHECK(predicted(*data) == "aba.b<unk>.");
  CHECK(data->tokens().count(*data->tokens().find("<unk>")) == 1);
  for (const Dataset* dataset : {dropping.get(), data.get()}) {
    const ReadingReport& report = dataset->report();
    CHECK(report.files.at(0).tokens == 5);
    CHECK(report.files.at(0).unknown == 1);
    CHECK(report.dropped == 1);
    CHECK(report.dropped_because == "rarer than data.min_count");
    CHECK(report.notes.empty());
  }
  const auto& lm = dynamic_cast<const LmDataset&>(*data);
  CHECK(lm.text(lm.ids("a x")) == "a <unk>");
}

TEST_CASE("known vocabularies are kept, and symbols they lack are dropped") {
  const TemporaryFolder folder;
  Vocabularies known;
  for (const char* symbol : {"</s>", "a", "d"}) known.tokens.add(symbol, 5);
  const auto file = folder.write("items.txt", "emma\nada\n").string();
  CHECK(predicted(*spec({{"train", file}}).load(where, {known, /*complete=*/true})) == "a.ada.");
  const auto empty = spec({{"train", "/no/such/file"}}).without_examples(known);
  CHECK(empty->tokens().size() == 3);
  CHECK(!empty->has(Split::train));
}

TEST_CASE("keys that exclude each other are refused") {
  CHECK_THROWS_WITH(spec({{"train", "a"}, {"context", 3}, {"block", 4}}), Contains("/data/block"));
  CHECK_THROWS_WITH(spec({{"train", "a"}, {"tokenizer", "words"}}), Contains("/data/tokenizer"));
  CHECK_THROWS_WITH(spec({{"train", "a"}, {"unknown", "</s>"}}), Contains("the boundary's name"));
}

TEST_CASE("the inputs follow from the sizes alone, and are those that the data gives") {
  const TemporaryFolder folder;
  const Json keys{{"context", 2}, {"sampled", 3}};
  const auto data = loaded(folder, "emma\n", keys);
  Json json = keys;
  json["train"] = "/no/such/file";
  const Inputs inputs = spec(json).inputs({{"vocab", data->tokens().size()}});
  REQUIRE(inputs.all().size() == data->inputs().all().size());
  for (std::size_t i = 0; i < inputs.all().size(); ++i) {
    CHECK(inputs.all()[i].name == data->inputs().all()[i].name);
    CHECK(inputs.all()[i].type.width == data->inputs().all()[i].type.width);
  }
}

TEST_CASE("columns that would train as text are noted") {
  const TemporaryFolder folder;
  const auto data = loaded(folder, "emma\tgirl\nadam\tboy\n", {});
  REQUIRE(data->notes().size() == 1);
  CHECK_THAT(data->notes()[0], Contains("items.txt: its lines have 2 columns"));
}

TEST_CASE("max_length cuts items to their first symbols, and a note says how many") {
  const TemporaryFolder folder;
  const auto data = loaded(folder, "emma\nada\n", {{"max_length", 3}});
  CHECK(predicted(*data) == "emm.ada.");
  CHECK(data->tokens().count(*data->tokens().find("a")) == 2);
  REQUIRE(data->notes().size() == 1);
  CHECK_THAT(data->notes()[0], Contains("items.txt: 1 of 2 items were cut to their first 3 tokens"));
  const auto& lm = dynamic_cast<const LmDataset&>(*data);
  CHECK(text_of(lm, lm.example("adam", "").ids[lm.handles().next.index]) == "ada.");
  CHECK(lm.ids("adam").size() == 4);  // a prompt is whole

  std::string lines;
  for (int i = 0; i < 50; ++i) lines += "emma\n";
  const auto split = loaded(folder, lines, {{"max_length", 3}, {"split", {0.6, 0.2, 0.2}}});
  REQUIRE(split->notes().size() == 1);  // of the file, not of each part
  CHECK_THAT(split->notes()[0], Contains("items.txt: 50 of 50 items"));
  CHECK(split->report().files.at(0).tokens == 150);

  const auto words = loaded(folder, "a b c\nb a\n", {{"unit", "word"}, {"max_length", 2}});
  CHECK(predicted(*words) == "ab.ba.");
}

}  // namespace
}  // namespace rowgrad
