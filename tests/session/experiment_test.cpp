// Exact rows in whole runs: evaluation, saving and resuming bring rows up to date when they must.
#include "optim/exact_rows.hpp"
#include "tests/catch.hpp"
#include "tests/trained.hpp"

namespace rowgrad {
namespace {

TEST_CASE("a graph with exact rows trains as with dense rows, and resumes with the same bits") {
  const auto spec = [](const std::string& rows, const std::string& epochs) {
    return shipped_spec("sentiment", {"optimizer.type=AdamW", "schedule.type=constant", "optimizer.weight_decay=0.1",
                                      "optimizer.rows=" + rows, "train.epochs=" + epochs});
  };
  const TemporaryFolder folder;
  RunObserver nobody;
  const auto dense = train(spec("dense", "4"), {folder / "dense"}, nobody);
  const auto exact = train(spec("exact", "4"), {folder / "exact"}, nobody);
  CHECK(exact->splits.at(Split::train).loss == Approx(dense->splits.at(Split::train).loss).epsilon(1e-3));
  train(spec("exact", "2"), {folder / "halves"}, nobody);
  resume(spec("exact", "4"), folder / "halves", nobody);
  const auto straight = open_run(folder / "exact"), halves = open_run(folder / "halves");
  for (std::size_t p = 0; p < straight.parameters.size(); ++p)
    CHECK(straight.parameters[p].value == halves.parameters[p].value);
}

TEST_CASE("a tied table that a full softmax reads as a whole trains the same with exact rows as with dense rows") {
  const auto loss = [](const std::string& rows) {
    return trained("bigram_tied",
                   {"optimizer.rows=" + rows, "optimizer.type=AdamW", "optimizer.weight_decay=0.1", "train.epochs=1"})
        .summary.splits.at(Split::train)
        .loss;
  };
  CHECK(loss("exact") == Approx(loss("dense")).epsilon(1e-4));
}

TEST_CASE("exact rows refuse an engine whose steps have no order") {
  CHECK_THROWS_WITH(shipped_spec("sentiment", {"optimizer.rows=exact", "train.engine=hogwild"}),
                    Catch::Contains("exact rows need steps"));
}

}  // namespace
}  // namespace rowgrad
