#include <cmath>
#include <numeric>

#include "tests/catch.hpp"
#include "tests/small_model.hpp"

namespace rowgrad {
namespace {

const char* const softmax = R"([{"name": "p", "layer": "Softmax", "input": "x"}])";

TEMPLATE_TEST_CASE("every row of a softmax is a distribution, in the order of its scores, for scores of any size", "",
                   float, double) {
  const auto scores = matrix_of<float>({{2, 1, 0, -1}, {1e4, -1e4, 0, 1e4}, {-1e4, -1e4, -1e4, -1e4}, {0, 800, 1, 2}});
  SmallModel<TestType> model(softmax, 1, {0, 0, 0, 0}, {0, 0, 0, 0}, scores);
  const auto& p = model.forward("p");
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(std::accumulate(row(p, i), row(p, i) + 4, 0.0) == Approx(1));
    for (std::size_t j = 0; j < 4; ++j) CHECK(p(i, j) >= 0);
  }
  CHECK(p(0, 0) / p(0, 1) == Approx(std::exp(1.0)));
  CHECK(p(1, 0) == Approx(0.5));
  CHECK(p(1, 1) == 0);
  CHECK(p(2, 3) == Approx(0.25));
}

TEST_CASE("a softmax's backward adds to a gradient that is there, and gives nothing for a gradient that is constant") {
  SmallModel<> model(softmax, 1, {0}, {0}, matrix_of<float>({{2, 1, 0}}));
  model.forward("p");
  model.runner().clear();
  model.runner().gradient("x").fill(5.0);
  model.runner().gradient("p").fill(3.0);  // the probabilities' sum is 1, whatever the scores
  model.runner().backward();
  for (const double g : model.runner().gradient("x")) CHECK(g == Approx(5.0));
}

}  // namespace
}  // namespace rowgrad
