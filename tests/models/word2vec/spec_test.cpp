#include "models/word2vec/spec.hpp"

#include "core/error.hpp"
#include "tests/catch.hpp"
#include "tests/read_spec.hpp"
#include "tests/temporary_folder.hpp"

namespace rowgrad {
namespace {

using Catch::Matchers::Contains;

const Where& where = data_section;

Word2vecSpec spec(const Json& json) { return read_spec<Word2vecSpec>(json); }

TEST_CASE("words of the training text are numbered by falling count, rare ones dropped") {
  const TemporaryFolder folder;
  const auto train = folder.write("text.txt", "b a a\na b c\n").string(),
             dev = folder.write("dev.txt", "c b\n").string();
  const auto data = spec({{"train", train}, {"dev", dev}, {"min_count", 2}}).load(where);
  CHECK(data->tokens().to_text() == "a\t3\nb\t2\n");
  CHECK(data->token_count(Split::train) == 6);
  CHECK(data->has(Split::dev));
  CHECK(data->notes().empty());
  CHECK_THROWS_WITH(spec({{"train", train}, {"min_count", 3}}).load(where), Contains("1 word occurs at least 3 times"));
}

TEST_CASE("bytes that are no UTF-8 are noted, with the file") {
  const TemporaryFolder folder;
  const auto train = folder.write("text.txt", "b\xff a a\na b\xff\n").string();
  const auto data = spec({{"train", train}, {"min_count", 1}}).load(where);
  REQUIRE(data->notes().size() == 1);
  CHECK_THAT(data->notes()[0], Contains("text.txt: 2 bytes are not valid UTF-8"));
}

TEST_CASE("labels that would train as words are noted, with the command that leaves them out") {
  const TemporaryFolder folder;
  const auto train = folder.write("text.tsv", "a good film\tpos\na bad film\tneg\n").string();
  const auto data = spec({{"train", train}, {"min_count", 1}}).load(where);
  REQUIRE(data->notes().size() == 1);
  CHECK_THAT(data->notes()[0], Contains("text.tsv: its lines have 2 columns") && Contains("cut -f1 < "));
}

TEST_CASE("known words are kept, and text that is cut by fractions is refused") {
  const TemporaryFolder folder;
  const auto train = folder.write("text.txt", "b a a\na b c\n").string();
  Vocabularies known;
  known.tokens.add("c", 9);
  known.tokens.add("a", 2);
  const auto data = spec({{"train", train}}).load(where, {known, /*complete=*/true});
  CHECK(data->tokens().to_text() == "c\t9\na\t2\n");
  CHECK(dynamic_cast<const Word2vecDataset&>(*data).part(Split::train).total() == 4);
  CHECK(!spec({{"train", "/no/such/file"}}).without_examples(known)->has(Split::train));
  CHECK_THROWS_WITH(spec({{"train", train}, {"split", {0.5, 0.5}}}), Contains("no items to split"));
}

TEST_CASE("an exponent that leaves nothing but the most frequent word is refused") {
  CHECK_THROWS_WITH(spec({{"train", "a"}, {"noise_exponent", 1000}}), Contains("/data/noise_exponent"));
}

}  // namespace
}  // namespace rowgrad
