#include "tests/catch.hpp"
#include "tests/trained.hpp"

namespace rowgrad {
namespace {

TEST_CASE("accumulated batches make the step of one larger batch") {
  const auto run = [](const std::string& size, const std::string& accumulate) {
    return trained("sentiment", {"train.epochs=1", "optimizer.type=SGD", "optimizer.lr=0.5", "train.batch_size=" + size,
                                 "train.accumulate=" + accumulate})
        .summary;
  };
  const Summary whole = run("24", "1"), parts = run("8", "3");
  CHECK(whole.steps == parts.steps);
  CHECK(parts.splits.at(Split::train).loss == Approx(whole.splits.at(Split::train).loss).epsilon(1e-5));
}

}  // namespace
}  // namespace rowgrad
