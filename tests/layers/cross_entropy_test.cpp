#include <cmath>

#include "tests/catch.hpp"
#include "tests/small_model.hpp"

namespace rowgrad {
namespace {

TEST_CASE("cross-entropy of probabilities counts 0 log 0 as 0, and is infinite where what is true has none") {
  SmallModel<> model(R"([{"name": "loss", "layer": "CrossEntropy", "inputs": ["x", "next"]}])", 2, {0, 0}, {0, 1},
                     matrix_of<float>({{1, 0}, {1, 0}}));
  model.run();
  CHECK(model.runner().value("loss")(0, 0) == 0.0);
  CHECK(std::isinf(model.runner().value("loss")(1, 0)));
  CHECK(model.runner().gradient("x")(0, 0) == -1.0);
  CHECK(model.runner().gradient("x")(0, 1) == 0.0);
  CHECK(std::isinf(model.runner().gradient("x")(1, 1)));
}

TEST_CASE("against the same soft target, cross-entropy of a softmax is what SoftmaxCE computes") {
  const auto losses = matrix_of<float>({{2, -1, 0.5}});
  SmallModel<> model(R"([{"name": "q", "layer": "Softmax", "input": "x"},
                         {"name": "scores", "layer": "Embedding", "input": "tokens", "dim": 3, "init": {"normal": 1}},
                         {"name": "p", "layer": "Softmax", "input": "scores"},
                         {"name": "apart", "layer": "CrossEntropy", "inputs": ["p", "q"]},
                         {"name": "together", "layer": "SoftmaxCE", "inputs": ["scores", "q"]}])",
                     1, {0}, {0}, losses);
  model.run();
  CHECK(model.runner().value("apart")(0, 0) == Approx(model.runner().value("together")(0, 0)));
  CHECK(model.runner().value("apart")(0, 0) > 0.1);
}

// Two rows, weighted 0 and 1. What is true of the first has no probability.
const char* const weighted = R"([{"name": "w", "layer": "Embedding", "input": "tokens", "dim": 1},
                                 {"name": "loss", "layer": "CrossEntropy", "inputs": ["x", "next", "w"]}])";

TEST_CASE("a row of weight 0 has neither loss nor gradient, even where what is true has no probability") {
  SmallModel<> model(weighted, 2, {0, 1}, {1, 0}, matrix_of<float>({{1, 0}, {0.5, 0.5}}));
  model.parameter("w.weight")(0, 0) = 0.0;
  model.parameter("w.weight")(1, 0) = 1.0;
  CHECK(model.run() == Approx(std::log(2)));
  const auto& d_x = model.runner().gradient("x");
  CHECK((d_x == matrix_of<double>({{0, 0}, {-2, 0}})));
}

TEST_CASE("a weight whose row's loss is infinite has no gradient where none comes from above") {
  SmallModel<> model(weighted, 2, {0, 1}, {1, 0}, matrix_of<float>({{1, 0}, {0.5, 0.5}}));
  auto& runner = model.runner();
  runner.forward();
  runner.clear();
  runner.gradient("loss")(1, 0) = 1.0;
  runner.backward();
  const auto d_weight = runner.parameter_gradient("w.weight").to_dense();
  CHECK(d_weight(0, 0) == 0.0);
  CHECK(d_weight(1, 0) == Approx(std::log(2)));
}

}  // namespace
}  // namespace rowgrad
