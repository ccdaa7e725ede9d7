#include "models/word2vec/dataset.hpp"

#include "core/error.hpp"
#include "tests/catch.hpp"
#include "tests/models/word2vec/sentences.hpp"

namespace rowgrad {
namespace {

using Catch::Matchers::Contains;

TEST_CASE("an example has every pair of a sentence, however rare its words are in training") {
  Word2vecOptions options;
  options.window = 2;
  options.subsample = 1e-9;
  const auto dataset = word_windows(options, alternating(50, "the cat sat", "the dog sat"));
  const Batch batch = dataset->example("the zzz cat sat", "");
  CHECK(batch.ids[dataset->handles().center.index].size() == 6);
  CHECK_THROWS_WITH(dataset->example("cat", ""), Contains("two known words"));
  CHECK_THROWS_WITH(dataset->example("the cat", "x"), Contains("no labels"));
}

TEST_CASE("word vectors are looked up by centre pair by pair, by context by window") {
  Word2vecOptions options;
  CHECK(word_windows(options, {"a b"})->inputs().all()[word_windows(options, {"a b"})->words().index].name == "center");
  options.sampling = "window";
  const auto dataset = word_windows(options, {"a b"});
  CHECK(dataset->inputs().all()[dataset->words().index].name == "context");
}

TEST_CASE("a dataset knows its words and which splits it has") {
  const auto dataset = word_windows({}, {"a b a", "c"});
  CHECK(dataset->has(Split::train));
  CHECK(!dataset->has(Split::dev));
  CHECK(dataset->token_count(Split::train) == 4);
  CHECK(dataset->id_name(dataset->words().index, 0) == "a");
  CHECK(dataset->labels().size() == 0);
}

}  // namespace
}  // namespace rowgrad
