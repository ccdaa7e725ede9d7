#include "models/lm/dataset.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "tests/catch.hpp"
#include "tests/models/lm/items.hpp"

namespace rowgrad {
namespace {

// The ids of an input, as text, one symbol per row.
std::string text_of(const LmDataset& dataset, const Batch& batch, IdsInput input) {
  return text_of(dataset, batch.ids[input.index]);
}

Batch first_batch(const Dataset& dataset, std::size_t batch_size) {
  Batch batch;
  REQUIRE(dataset.batches({Split::train, batch_size})->next(batch));
  return batch;
}

LmOptions with_context(std::size_t context) {
  LmOptions options;
  options.context = context;
  return options;
}

LmOptions with_block(std::size_t block) {
  LmOptions options;
  options.block = block;
  return options;
}

const std::vector<std::string> names{"emma", "ada"};

TEST_CASE("an item predicts each of its symbols from those before, and its end") {
  const auto data = lm_items({}, names);
  const LmInputs& in = data->handles();
  const Batch batch = first_batch(*data, 2);
  CHECK(text_of(*data, batch, in.tokens) == ".emma.ada");
  CHECK(text_of(*data, batch, in.next) == "emma.ada.");
  const RowSpace& token = in.inputs.space_of(in.tokens);
  CHECK(batch.segment(token, 0) == std::pair<std::size_t, std::size_t>{0, 5});
  CHECK(batch.segment(token, 1) == std::pair<std::size_t, std::size_t>{5, 9});
  CHECK(batch.row_count(*token.group) == 2);
  CHECK(data->token_count(Split::train) == 9);
}

TEST_CASE("a context window holds the symbols before the predicted one, padded with the boundary") {
  const auto data = lm_items(with_context(3), names);
  const LmInputs& in = data->handles();
  const Batch batch = first_batch(*data, 100);
  CHECK(text_of(*data, batch, in.next) == "emma.ada.");
  CHECK(text_of(*data, batch, in.tokens) == ".....e.ememmmma.....a.adada");
  CHECK(batch.row_count(in.inputs.space_of(in.tokens)) == 27);
  CHECK(batch.row_count(in.inputs.space_of(in.next)) == 9);
}

TEST_CASE("batch_size counts positions when there is a context, and every position comes once per pass") {
  const auto data = lm_items(with_context(2), names);
  const LmInputs& in = data->handles();
  auto source = data->batches({Split::train, 4, /*training=*/true, Random(1)});
  std::string seen;
  std::size_t batches = 0;
  for (Batch batch; source->next(batch); ++batches) {
    CHECK(batch.ids[in.tokens.index].size() == 2 * batch.ids[in.next.index].size());
    seen += text_of(*data, batch, in.next);
  }
  CHECK(batches == 3);
  std::sort(seen.begin(), seen.end());
  CHECK(seen == "..aaademm");
}

TEST_CASE("a block cuts long items into pieces that lose no symbol") {
  const auto data = lm_items(with_block(3), names);
  const LmInputs& in = data->handles();
  const Batch batch = first_batch(*data, 100);
  CHECK(text_of(*data, batch, in.tokens) == ".emma.ada");
  CHECK(batch.partitions[in.inputs.space_of(in.tokens).index].offsets == std::vector<std::size_t>{0, 3, 5, 8, 9});
}

TEST_CASE("a prefix is encoded as what predicts the symbol after it, in the last row") {
  const auto whole = lm_items({}, names), window = lm_items(with_context(3), names),
             cut = lm_items(with_block(3), names);
  const auto tokens = [](const LmDataset& data, const char* prefix) {
    return text_of(data, data.encode(data.ids(prefix)), data.handles().tokens);
  };
  CHECK(tokens(*whole, "em") == ".em");
  CHECK(tokens(*whole, "") == ".");
  CHECK(tokens(*window, "em") == ".em");
  CHECK(tokens(*window, "emma") == "mma");
  CHECK(tokens(*cut, "emma") == "mma");
  CHECK(window->encode({}).row_count(*window->inputs().spaces()[0]) == 1);
}

TEST_CASE("an example is one item, without candidates") {
  LmOptions options;
  options.candidates.count = 5;
  const auto data = lm_items(options, names);
  const Batch batch = data->example("dad", "");
  CHECK(text_of(*data, batch, data->handles().next) == "dad.");
  CHECK(batch.ids[data->handles().sampled.value().index].empty());
  CHECK_THROWS_WITH(data->example("dad", "x"), Catch::Contains("no labels"));
  CHECK_THROWS_WITH(data->example("bad", ""), Catch::Contains("\"b\" is not in the vocabulary"));
}

TEST_CASE("candidates come with each training batch, the same after a resumption") {
  LmOptions options;
  options.candidates = {6, "unigram"};
  const auto data = lm_items(options, {"emma", "ada", "emil", "anna", "otto"});
  const BatchRequest request{Split::train, 2, /*training=*/true, Random(3)};
  const auto whole = data->batches(request), resumed = data->batches(request);
  Batch a, b;
  REQUIRE(whole->next(a));
  resumed->seek(whole->position());
  const auto first = a.ids[data->handles().sampled->index];
  REQUIRE(whole->next(a));
  REQUIRE(resumed->next(b));
  CHECK(a.ids == b.ids);
  CHECK(first.size() == 6);
  CHECK(a.ids[data->handles().sampled->index] != first);
}

TEST_CASE("ids and text are each other's inverse, for characters and for words") {
  const auto characters = lm_items({}, {"größe", "a b"});
  CHECK(characters->text(characters->ids("ößa b")) == "ößa b");
  LmOptions options;
  options.unit = "word";
  const auto words = lm_items(options, {"the cat sat"});
  CHECK(words->text(words->ids(" sat  the cat ")) == "sat the cat");
}

TEST_CASE("a prompt that is not UTF-8 is refused, and ends") {
  const auto characters = lm_items({}, {"emma"});
  LmOptions words;
  words.unit = "word";
  const auto spoken = lm_items(words, {"emma and ada"});
  for (const auto& dataset : {characters, spoken}) {
    for (const char* prompt : {"\xff", "e\xc3", "emma \xe2\x82"})
      CHECK_THROWS_WITH(dataset->ids(prompt), Catch::Contains("is not valid UTF-8"));
  }
  CHECK_THROWS_WITH(characters->example("em\xff", ""), Catch::Contains("byte 3 is not valid UTF-8"));
  std::size_t symbols = 0;
  Symbols({}).for_each("a\xff\xfe", [&](std::string_view) { ++symbols; });
  CHECK(symbols == 3);
}

TEST_CASE("a batch of items ends with the one that gives it the most rows asked for") {
  const auto data = lm_items({}, {"emma", "ada", "bo"});
  BatchRequest request{Split::train, 3};
  request.most_rows = 6;
  const auto source = data->batches(request);
  Batch batch;
  REQUIRE(source->next(batch));
  CHECK(text_of(*data, batch, data->handles().next) == "emma.ada.");
  REQUIRE(source->next(batch));
  CHECK(text_of(*data, batch, data->handles().next) == "bo.");
  CHECK(!source->next(batch));
}

}  // namespace
}  // namespace rowgrad
