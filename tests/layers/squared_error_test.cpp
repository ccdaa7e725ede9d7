#include "graph/class_scores.hpp"
#include "tests/catch.hpp"
#include "tests/small_model.hpp"

namespace rowgrad {
namespace {

TEST_CASE("squared error is half the squared distance, so that its gradient is the error itself") {
  SmallModel<> model(R"([{"name": "loss", "layer": "SquaredError", "inputs": ["x", "next"]}])", 3, {0, 0}, {1, 2},
                     matrix_of<float>({{0.25, 0.5, 2}, {0, 0, 1}}));
  const double loss = model.run();
  CHECK(model.runner().value("loss")(0, 0) == Approx((0.0625 + 0.25 + 4) / 2));
  CHECK(model.runner().value("loss")(1, 0) == 0.0);  // met
  CHECK(loss == Approx(2.15625));
  const auto& g = model.runner().gradient("x");
  CHECK(g(0, 0) == Approx(0.25));
  CHECK(g(0, 1) == Approx(-0.5));
  CHECK(g(0, 2) == Approx(2));
}

TEST_CASE("squared error fits numbers: descent on it finds the mean of the targets") {
  SmallModel<> model(R"([{"name": "guess", "layer": "Embedding", "input": "tokens", "dim": 2},
                         {"name": "loss", "layer": "SquaredError", "inputs": ["guess", "x"]}])",
                     1, {0, 0, 0}, {0, 0, 0}, matrix_of<float>({{1, -4}, {2, 0}, {6, 1}}));
  for (int step = 0; step < 100; ++step) {
    model.run();
    model.descend(0.1);
  }
  CHECK(model.parameter("guess.weight")(0, 0) == Approx(3));
  CHECK(model.parameter("guess.weight")(0, 1) == Approx(-1));
  CHECK_FALSE(ClassScores::find(model.graph(), /*named=*/true));
}

TEST_CASE("losses against a target refuse what does not fit it, by the name of what is compared") {
  const auto build = [](const std::string& layer) {
    return SmallModel<>("[" + layer + "]", 3, {0}, {0}, matrix_of<float>({{1, 2}}));
  };
  CHECK_THROWS_WITH(build(R"({"name": "loss", "layer": "SquaredError", "inputs": ["x", "next"]})"),
                    Catch::Contains("there are 2 predictions for 3 classes"));
  CHECK_THROWS_WITH(build(R"({"name": "loss", "layer": "CrossEntropy", "inputs": ["x", "next"]})"),
                    Catch::Contains("there are 2 probabilities for 3 classes"));
  CHECK_THROWS_WITH(build(R"({"name": "loss", "layer": "SquaredError", "inputs": ["x", "x", "x"]})"),
                    Catch::Contains("the weight has width 2, expected 1"));
}

}  // namespace
}  // namespace rowgrad
