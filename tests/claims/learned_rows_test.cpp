// What the chapter claims of how rows move: apart by what follows them, together by the contexts they share.
#include "tests/catch.hpp"
#include "tests/small_model.hpp"

namespace rowgrad {
namespace {

// A bigram over four words with hidden rows of 4; returns the table after training.
Matrix<double> bigram_table(const std::vector<Id>& tokens, const std::vector<Id>& next, bool start_equal) {
  SmallModel<> model(R"([
    {"name": "embed", "layer": "Embedding", "input": "tokens", "dim": 4, "init": {"normal": 0.5}},
    {"name": "logits", "layer": "Linear", "input": "embed", "out": 4},
    {"name": "loss", "layer": "SoftmaxCE", "inputs": ["logits", "next"]}])",
                     4, tokens, next);
  auto& table = model.parameter("embed.weight");
  if (start_equal) std::copy_n(row(table, 0), 4, row(table, 1));
  for (int step = 0; step < 300; ++step) {
    model.run();
    model.descend(0.1);
  }
  return table;
}

TEST_CASE("two rows that start identical are driven apart by different successors") {
  const auto table = bigram_table({0, 1}, {2, 3}, /*start_equal=*/true);
  CHECK(row_cosine(table, 0, 1) < 0.8);
}

TEST_CASE("two rows that start identical and have the same successors stay identical") {
  const auto table = bigram_table({0, 1}, {2, 2}, /*start_equal=*/true);
  for (std::size_t j = 0; j < 4; ++j) CHECK(table(0, j) == Approx(table(1, j)));
}

TEST_CASE("the same contexts pull rows together: feed the cat, feed the dog") {
  const auto untrained = initialise<double>({{Param{0, "embed.weight"}, 4, 4, {"normal", 0.5}}}, Random(1));
  const auto table = bigram_table({0, 1, 2}, {2, 2, 3}, /*start_equal=*/false);
  CHECK(row_cosine(table, 0, 1) > row_cosine(untrained[0].value, 0, 1));
  CHECK(row_cosine(table, 0, 1) > row_cosine(table, 0, 2));
}

}  // namespace
}  // namespace rowgrad
