#include "data/batch_builder.hpp"

#include "tests/catch.hpp"

namespace rowgrad {
namespace {

// Words grouped by document, a label and a score per document, and two noise words per document.
struct Documents {
  Inputs inputs;
  const RowSpace& document = inputs.space("document");
  const RowSpace& word = inputs.space("word", &document);
  const RowSpace& noise = inputs.space("noise", &document, 2);
  IdsInput words = inputs.ids("words", word, 10, "");
  IdsInput label = inputs.ids("label", document, 2, "");
  IdsInput negatives = inputs.ids("negatives", noise, 10, "");
  RealInput score = inputs.real("score", document, 3, "");
};

TEST_CASE("row counts and segments follow from what was appended, an empty segment included") {
  const Documents in;
  Batch batch;
  BatchBuilder build(in.inputs, batch);
  build.append(in.words, std::vector<Id>{4, 5, 6});
  build.end_segment(in.words);
  build.end_segment(in.words);
  build.append(in.words, Id{7});
  build.end_segment(in.words);
  build.append(in.label, std::vector<Id>{0, 1, 1});
  build.append(in.negatives, std::vector<Id>{1, 2, 3, 1, 2, 3});
  build.set(in.score, std::vector<float>{1, 2, 3, 4, 5, 6, 7, 8, 9});
  build.finish();
  CHECK(batch.row_count(in.word) == 4);
  CHECK(batch.row_count(in.document) == 3);
  CHECK(batch.row_count(in.noise) == 6);
  CHECK(batch.segment(in.word, 0) == std::pair<std::size_t, std::size_t>{0, 3});
  CHECK(batch.segment(in.word, 1) == std::pair<std::size_t, std::size_t>{3, 3});
  CHECK(batch.segment(in.word, 2) == std::pair<std::size_t, std::size_t>{3, 4});
  CHECK(batch.segment(in.noise, 2) == std::pair<std::size_t, std::size_t>{4, 6});
  CHECK(rows(batch.values[in.score.index]) == 3);
  CHECK(batch.values[in.score.index](1, 2) == 6.0F);
}

TEST_CASE("a space whose own inputs hold nothing has a row for each segment of the spaces it groups") {
  const Documents in;
  Batch batch;
  BatchBuilder ragged(in.inputs, batch);
  ragged.append(in.words, Id{4});
  ragged.end_segment(in.words);
  ragged.end_segment(in.words);
  ragged.finish();
  CHECK(batch.row_count(in.document) == 2);

  BatchBuilder fixed(in.inputs, batch);
  fixed.append(in.negatives, std::vector<Id>{1, 2, 3, 4, 5, 6});
  fixed.finish();
  CHECK(batch.row_count(in.document) == 3);
}

TEST_CASE("a batch that is filled again keeps nothing of what it held") {
  const Documents in;
  Batch batch;
  {
    BatchBuilder build(in.inputs, batch);
    build.append(in.words, std::vector<Id>{4, 5, 6});
    build.partition(in.words).sum_order = {2, 1, 0};
    build.end_segment(in.words);
    build.append(in.label, Id{1});
    build.set(in.score, std::vector<float>{1, 2, 3});
    build.finish();
  }
  BatchBuilder(in.inputs, batch).finish();
  for (const auto& ids : batch.ids) CHECK(ids.empty());
  CHECK(batch.values[in.score.index].size() == 0);
  for (const auto& space : in.inputs.spaces()) CHECK(batch.row_count(*space) == 0);
  CHECK(batch.partitions[in.word.index].offsets == std::vector<std::size_t>{0});
  CHECK(batch.partitions[in.word.index].sum_order.empty());
}

}  // namespace
}  // namespace rowgrad
