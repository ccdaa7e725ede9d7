#include "models/sentiment/dataset.hpp"

#include "core/error.hpp"
#include "tests/catch.hpp"
#include "tests/models/sentiment/documents.hpp"

namespace rowgrad {
namespace {

using Catch::Matchers::Contains;

const std::vector<LabelledLine> lines{{"not bad", "good"}, {"bad film", "bad"}, {"bad bad", "bad"}, {"a film", "bad"}};

TEST_CASE("a sentiment dataset made in memory offers its splits, sizes and inputs") {
  SentimentOptions options;
  options.ngrams = 2;
  options.buckets = 7;
  const auto dataset = labelled_documents(options, lines, {{"film", "good"}});
  CHECK(dataset->has(Split::train));
  CHECK(dataset->has(Split::dev));
  CHECK(!dataset->has(Split::test));
  CHECK(dataset->token_count(Split::train) == 8);
  CHECK(dataset->inputs().sizes().at("vocab") == 4);
  CHECK(dataset->inputs().sizes().at("classes") == 2);
  const auto& tokens = dataset->inputs().all()[dataset->words().index];
  CHECK(tokens.name == "tokens");
  CHECK(tokens.type.width == 4 + 7);
}

TEST_CASE("an example has its label or none, and one that is not known is refused with those that are") {
  const auto dataset = labelled_documents({}, lines);
  const SentimentInputs& in = dataset->handles();
  const Batch batch = dataset->example("Not a zzz", "good");
  CHECK(batch.ids[in.tokens.index].size() == 2);
  CHECK(dataset->id_name(in.tokens.index, batch.ids[in.tokens.index][0]) == "not");
  CHECK(dataset->id_name(in.label.index, batch.ids[in.label.index][0]) == "good");
  CHECK_THROWS_WITH(dataset->example("not", "great"), Contains("\"great\"") && Contains("\"bad\" \"good\""));
  CHECK(dataset->example("not", "").ids[in.tokens.index].size() == 1);
}

TEST_CASE("ids beyond the vocabulary are n-grams") {
  SentimentOptions options;
  options.ngrams = 2;
  const auto dataset = labelled_documents(options, lines);
  CHECK(dataset->id_name(dataset->words().index, 4 + 5) == "n-gram 5");
}

TEST_CASE("texts are encoded side by side, an unknown one as an empty document") {
  const auto dataset = labelled_documents({}, lines);
  const std::vector<std::string> texts{"bad film", "zzz", "a"};
  const Batch batch = dataset->encode(texts).batch;
  const RowSpace& token = dataset->inputs().space_of(dataset->words());
  CHECK(batch.segment(token, 0) == std::pair<std::size_t, std::size_t>{0, 2});
  CHECK(batch.segment(token, 1) == std::pair<std::size_t, std::size_t>{2, 2});
  CHECK(batch.segment(token, 2) == std::pair<std::size_t, std::size_t>{2, 3});
}

TEST_CASE("balanced class weights are inverse frequencies whose mean over the documents is one") {
  SentimentOptions options;
  options.class_weights = "balanced";
  const auto dataset = labelled_documents(options, lines);
  const DocumentChanges& changes = dataset->changes();
  CHECK(changes.weight(*dataset->labels().find("bad")) == Approx(4.0 / (2 * 3)));
  CHECK(changes.weight(*dataset->labels().find("good")) == Approx(4.0 / (2 * 1)));

  options.class_weights = {{"great", 2.0}};
  CHECK_THROWS_WITH(labelled_documents(options, lines), Contains("\"great\" does not occur"));
}

}  // namespace
}  // namespace rowgrad
