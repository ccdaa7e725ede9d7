#include "models/sentiment/source.hpp"

#include "tests/catch.hpp"
#include "tests/models/sentiment/documents.hpp"

namespace rowgrad {
namespace {

TEST_CASE("word dropout leaves out its share, the same words for the same pass") {
  DocumentChanges changes;
  changes.word_dropout = 0.3;
  const std::vector<Id> document(10000, 7);
  const auto count = [&](std::uint64_t pass) {
    std::size_t kept = 0;
    changes.for_each_kept(document, Random(pass), 4, [&](Id) { ++kept; });
    return kept;
  };
  CHECK(static_cast<double>(count(1)) == Approx(7000).margin(200));
  CHECK(count(1) == count(1));
  CHECK(count(1) != count(2));
}

TEST_CASE("a batch lists each document's rows by id") {
  const SentimentInputs in = SentimentInputs::declare({}, 10, 2);
  Batch batch;
  DocumentBatch build(in, batch);
  for (const Id id : {5, 2, 5}) build.push(id);
  build.end(0, 1.0F);
  build.end(1, 1.0F);  // an empty document
  for (const Id id : {9, 1}) build.push(id);
  build.end(0, 2.0F);
  build.finish();
  const RowSpace& token = in.inputs.space_of(in.tokens);
  CHECK(batch.segment(token, 0) == std::pair<std::size_t, std::size_t>{0, 3});
  CHECK(batch.segment(token, 1) == std::pair<std::size_t, std::size_t>{3, 3});
  CHECK(batch.segment(token, 2) == std::pair<std::size_t, std::size_t>{3, 5});
  CHECK(batch.partitions[token.index].sum_order == std::vector<std::size_t>{1, 0, 2, 4, 3});
  CHECK(batch.row_count(in.inputs.space_of(in.label)) == 3);
  CHECK(batch.ids[in.label.index] == std::vector<Id>{0, 1, 0});
  CHECK(batch.values[in.weight.index](2, 0) == 2.0F);
}

TEST_CASE("dropout and class weights are for training alone") {
  SentimentOptions options;
  options.word_dropout = 0.5;
  options.class_weights = {{"good", 3.0}};
  const std::vector<LabelledLine> lines{{"a b c d e f g h", "bad"}, {"a b c d e f g h", "good"}, {"a b", "bad"}};
  const auto dataset = labelled_documents(options, lines);
  const SentimentInputs& in = dataset->handles();
  Batch training, evaluation;
  REQUIRE(dataset->batches({Split::train, 3, /*training=*/true, Random(2)})->next(training));
  REQUIRE(dataset->batches({Split::train, 3, /*training=*/false, Random(2)})->next(evaluation));
  CHECK(evaluation.ids[in.tokens.index].size() == 18);
  CHECK(training.ids[in.tokens.index].size() < 18);
  const Id good = *dataset->labels().find("good");
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(training.values[in.weight.index](i, 0) == (training.ids[in.label.index][i] == good ? 3.0F : 1.0F));
    CHECK(evaluation.values[in.weight.index](i, 0) == 1.0F);
  }
}

TEST_CASE("a pass over documents continued from a position gives the batches that were to come") {
  std::vector<LabelledLine> lines;
  for (std::size_t i = 0; i < 23; ++i) lines.push_back({"w" + std::to_string(i), i % 2 == 0 ? "even" : "odd"});
  const auto dataset = labelled_documents({}, lines);
  const BatchRequest request{Split::train, 4, /*training=*/true, Random(5)};
  const auto whole = dataset->batches(request), resumed = dataset->batches(request);
  Batch a, b;
  REQUIRE(whole->next(a));
  REQUIRE(whole->next(a));
  resumed->seek(whole->position());
  std::size_t documents = 8;
  while (whole->next(a)) {
    REQUIRE(resumed->next(b));
    CHECK(a.ids == b.ids);
    documents += a.ids[dataset->handles().label.index].size();
  }
  CHECK(!resumed->next(b));
  CHECK(documents == 23);
}

TEST_CASE("a batch of documents ends with the one that gives it the most rows asked for") {
  const auto dataset = labelled_documents({}, {{"a b c", "x"}, {"a b", "y"}, {"c", "x"}, {"a", "x"}});
  BatchRequest request{Split::train, 4};
  request.most_rows = 4;
  const auto source = dataset->batches(request);
  const std::size_t tokens = dataset->handles().tokens.index, label = dataset->handles().label.index;
  Batch batch;
  REQUIRE(source->next(batch));
  CHECK(batch.ids[tokens].size() == 5);
  CHECK(batch.ids[label].size() == 2);
  REQUIRE(source->next(batch));
  CHECK(batch.ids[label].size() == 2);
  CHECK(!source->next(batch));
}

}  // namespace
}  // namespace rowgrad
