#include "data/batch_source.hpp"

#include "tests/catch.hpp"
#include "tests/trained.hpp"

namespace rowgrad {
namespace {

// The batches of a training pass, as ids; of each `every`-th all others are skipped.
std::vector<std::vector<std::vector<Id>>> pass(const Dataset& dataset, std::size_t every) {
  BatchRequest request;
  request.batch_size = 7;
  request.training = true;
  const auto source = dataset.batches(request);
  std::vector<std::vector<std::vector<Id>>> batches;
  Batch batch;
  for (std::size_t i = 0; i < 60; ++i) {
    if (!(i % every == 0 ? source->next(batch) : source->skip())) break;
    if (i % every == 0) batches.push_back(batch.ids);
  }
  return batches;
}

TEST_CASE("a batch that is skipped is followed by the one that would follow it") {
  for (const char* config : {"sentiment", "bigram", "mlp", "transformer", "sgns", "cbow_toy"}) {
    CAPTURE(config);
    const Experiment experiment = shipped_experiment(config);
    const auto all = pass(*experiment.dataset, 1), third = pass(*experiment.dataset, 3);
    REQUIRE(third.size() == (all.size() + 2) / 3);
    for (std::size_t i = 0; i < third.size(); ++i) CHECK(third[i] == all[3 * i]);
  }
}

TEST_CASE("a pass ends where its last batch is skipped as it does where that is made") {
  const Experiment experiment = shipped_experiment("sentiment");
  BatchRequest request;
  request.batch_size = 32;
  const auto made = experiment.dataset->batches(request), skipped = experiment.dataset->batches(request);
  std::size_t count = 0;
  for (Batch batch; made->next(batch); ++count) CHECK(skipped->skip());
  CHECK(count == 32);  // 1,000 documents
  CHECK_FALSE(skipped->skip());
  CHECK(skipped->position() == made->position());
  CHECK(skipped->progress() == 1.0);
}

}  // namespace
}  // namespace rowgrad
