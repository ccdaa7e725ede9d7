#include "models/sentiment/spec.hpp"

#include "tests/catch.hpp"
#include "tests/read_spec.hpp"
#include "tests/temporary_folder.hpp"

namespace rowgrad {
namespace {

using Catch::Matchers::Contains;

const Where& where = data_section;

SentimentSpec spec(const Json& json) { return read_spec<SentimentSpec>(json); }

InputUse use_of(const SentimentSpec& spec, bool reads_weight, std::vector<std::filesystem::path> start_files = {}) {
  const Inputs inputs = spec.inputs({{"vocab", 5}, {"classes", 2}});
  InputUse use{std::vector<bool>(inputs.all().size(), true), std::move(start_files)};
  for (std::size_t i = 0; i < use.read.size(); ++i) {
    if (inputs.all()[i].name == "weight") use.read[i] = reads_weight;
  }
  return use;
}

TEST_CASE("the training split says which words and labels there are, by falling count") {
  const TemporaryFolder folder;
  const auto train = folder.write("train.tsv", "good film\tpos\nbad film\tneg\na bad bad film\tneg\n");
  const auto test = folder.write("test.tsv", "good new film\tpos\n");
  const auto data = spec({{"train", train.string()}, {"test", test.string()}, {"min_count", 2}}).load(where);
  CHECK(data->tokens().to_text() == "bad\t3\nfilm\t3\n");
  CHECK(data->labels().to_text() == "neg\t2\npos\t1\n");
  CHECK(data->token_count(Split::train) == 8);
  CHECK(data->token_count(Split::test) == 3);
  CHECK(!data->has(Split::dev));
  CHECK(data->inputs().sizes() == std::map<std::string, std::size_t>{{"classes", 2}, {"vocab", 2}});
}

TEST_CASE("a file that is cut counts words and labels in the items that train") {
  const TemporaryFolder folder;
  std::string text;
  for (int i = 0; i < 100; ++i) text += "w" + std::to_string(i) + (i % 2 == 0 ? "\tpos\n" : "\tneg\n");
  const auto file = folder.write("all.tsv", text);
  const auto data = spec({{"train", file.string()}, {"split", {0.8, 0.2}}}).load(where);
  CHECK(data->tokens().size() == 80);
  CHECK(data->labels().total() == 80);
  CHECK(data->token_count(Split::dev) == 20);
}

TEST_CASE("the report says why words are left out") {
  const TemporaryFolder folder;
  const auto train = folder.write("train.tsv", "good film\tpos\nbad film\tneg\n").string();
  const auto words = folder.write("words.txt", "film\ngood\n").string();
  const auto rare = spec({{"train", train}, {"min_count", 2}}).load(where);
  CHECK(rare->report().dropped == 2);
  CHECK(rare->report().dropped_because == "rarer than data.min_count");
  const auto listed = spec({{"train", train}, {"vocab", words}}).load(where);
  CHECK(listed->report().dropped == 1);
  CHECK(listed->report().dropped_because == "not in " + words);
}

TEST_CASE("a warning of how a file was read names the file") {
  const TemporaryFolder folder;
  std::string text = "verdict\tmood\n";
  for (int i = 0; i < 30; ++i) text += "film " + std::to_string(i) + (i % 2 == 0 ? "\tpos\n" : "\tneg\n");
  const auto data = spec({{"train", folder.write("train.tsv", text).string()}}).load(where);
  std::string notes;
  for (const std::string& note : data->notes()) notes += note + "\n";
  CHECK_THAT(notes, Contains("train.tsv: the first line looks like a header"));
}

TEST_CASE("known vocabularies are kept as they are, and without examples no file is read") {
  const TemporaryFolder folder;
  const auto train = folder.write("train.tsv", "good film\tpos\nbad film\tneg\n");
  Vocabularies known;
  known.tokens.add("film", 7);
  known.labels.add("pos", 4);
  known.labels.add("neg", 3);
  const auto data = spec({{"train", train.string()}}).load(where, {known, /*complete=*/true});
  CHECK(data->tokens().to_text() == "film\t7\n");
  CHECK(data->labels().token(0) == "pos");
  const auto empty = spec({{"train", "/no/such/file"}}).without_examples(known);
  CHECK(!empty->has(Split::train));
  CHECK(empty->labels().size() == 2);
}

TEST_CASE("a label that the training split lacks is refused by file and line") {
  const TemporaryFolder folder;
  const auto train = folder.write("train.tsv", "a\tpos\nb\tneg\n"), dev = folder.write("dev.tsv", "a\tpos\nc\tmixed\n");
  CHECK_THROWS_WITH(spec({{"train", train.string()}, {"dev", dev.string()}}).load(where),
                    Contains("dev.tsv:2") && Contains("\"mixed\" does not occur"));
  const auto one = folder.write("one.tsv", "a\tpos\nb\tpos\n");
  CHECK_THROWS_WITH(spec({{"train", one.string()}}).load(where), Contains("the one label \"pos\""));
}

TEST_CASE("keys that only matter with an input or a table are checked against what the graph reads") {
  const auto weighted = spec({{"train", "a"}, {"class_weights", "balanced"}});
  CHECK_NOTHROW(weighted.check_use(use_of(weighted, true), where));
  CHECK_THROWS_WITH(weighted.check_use(use_of(weighted, false), where), Contains("/data/class_weights"));

  for (const char* name : {"extra_vocabulary", "more_words"}) {  // the key's new name and its old one
    const auto extra = spec({{"train", "a"}, {name, "/v.bin"}});
    CHECK_NOTHROW(extra.check_use(use_of(extra, false, {"/v.bin"}), where));
    CHECK_THROWS_WITH(extra.check_use(use_of(extra, false, {"/other.bin"}), where), Contains("no table starts"));
  }
  const auto plain = spec({{"train", "a"}});
  CHECK_NOTHROW(plain.check_use(use_of(plain, false), where));
}

TEST_CASE("class weights are numbers by label") {
  CHECK_THROWS_WITH(spec({{"train", "a"}, {"class_weights", "equal"}}), Contains("/data/class_weights"));
  CHECK_THROWS_WITH(spec({{"train", "a"}, {"class_weights", {{"pos", -1}}}}), Contains("object of weights"));
  CHECK_NOTHROW(spec({{"train", "a"}, {"class_weights", {{"pos", 2}, {"neg", 1}}}}));
}

TEST_CASE("max_length cuts documents in every split and in predictions, and a note says how many") {
  const TemporaryFolder folder;
  const auto train = folder.write("train.tsv", "good film of old\tpos\nbad film\tneg\n");
  const auto test = folder.write("test.tsv", "bad bad bad good\tneg\nbad bad bad\tneg\n");
  const auto data = spec({{"train", train.string()}, {"test", test.string()}, {"max_length", 3}}).load(where);
  const auto& documents = dynamic_cast<const SentimentDataset&>(*data);
  CHECK(!data->tokens().find("old"));
  CHECK(data->token_count(Split::train) == 5);
  CHECK(documents.part(Split::test).documents[0].size() == 3);
  REQUIRE(data->notes().size() == 2);
  CHECK(data->notes()[0] == train.string() + ": 1 of 2 items were cut to their first 3 tokens (data.max_length)");
  CHECK_THAT(data->notes()[1], Contains("test.tsv: 1 of 2 items"));

  const std::vector<std::string> texts{"film film bad good good", "bad"};
  const auto [batch, cut] = documents.encode(texts);
  CHECK(cut == 1);
  CHECK(batch.ids[documents.handles().tokens.index].size() == 4);
  CHECK(spec({{"train", train.string()}}).load(where)->notes().empty());
}

}  // namespace
}  // namespace rowgrad
