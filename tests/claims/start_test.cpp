// How large a table's start may be before it dominates what is learnt.
#include "analysis/cosine.hpp"
#include "tests/catch.hpp"
#include "tests/trained.hpp"

namespace rowgrad {
namespace {

std::string normal(const std::string& deviation) { return "init={\"normal\":" + deviation + "}"; }

double accuracy(const std::string& deviation) {
  return trained("sentiment", {"model.embed." + normal(deviation), "train.epochs=2"})
      .summary.splits.at(Split::test)
      .accuracy.value();
}

double cat_and_dog(const std::string& deviation) {
  const Trained run = trained("sgns", {"model.u." + normal(deviation), "model.v." + normal(deviation)});
  return cosine(run.row("u.weight", "cat"), run.row("u.weight", "dog"));
}

TEST_CASE("any small start of a table gives the same result, and one of 1 dominates it") {
  for (const char* small : {"0.001", "0.01", "0.02", "0.1"}) CHECK(accuracy(small) > 0.9);
  CHECK(accuracy("1") < 0.75);
  for (const char* small : {"0.001", "0.02", "0.1"}) CHECK(cat_and_dog(small) > 0.95);
  CHECK(cat_and_dog("1") < 0.8);
}

}  // namespace
}  // namespace rowgrad
