// The values of the elementwise layers; their slopes are the gradient check's.
#include <cmath>

#include "tests/catch.hpp"
#include "tests/small_model.hpp"

namespace rowgrad {
namespace {

// f(x) as the layer computes it.
double value_of(const std::string& layer, double x) {
  SmallModel<> model(R"([{"name": "y", "input": "x", "layer": ")" + layer + R"("}])", 1, {0}, {0},
                     matrix_of<float>({{x}}));
  return model.forward("y")(0, 0);
}

TEST_CASE("ReLU and Tanh give max(x, 0) and tanh x, GELU and SiLU x times their gate") {
  for (const double x : {-2.0, -0.25, 0.0, 0.5, 3.0}) {
    INFO("x = " << x);
    CHECK(value_of("ReLU", x) == std::max(x, 0.0));
    CHECK(value_of("Tanh", x) == Approx(std::tanh(x)));
    CHECK(value_of("SiLU", x) == Approx(x / (1 + std::exp(-x))));
    CHECK(value_of("GELU", x) ==
          Approx(0.5 * x * (1 + std::tanh(std::sqrt(2 / std::acos(-1.0)) * (x + 0.044715 * x * x * x)))));
  }
}

TEST_CASE("ReLU lets NaN through, so that a run that diverges is seen to") {
  CHECK(std::isnan(value_of("ReLU", std::nan(""))));
}

TEST_CASE("an elementwise layer computes every element of a matrix that is cut into blocks") {
  auto x = zeros<float>(9000, 5);
  for (std::size_t i = 0; i < x.size(); ++i) x.data()[i] = static_cast<float>(Random(1).normal(i));
  const std::vector<Id> ids(9000, 0);
  SmallModel<> model(R"([{"name": "y", "layer": "Tanh", "input": "x"}])", 1, ids, ids, x);
  const Matrix<double>& y = model.forward("y");
  model.runner().clear();
  model.runner().gradient("y").fill(1.0);
  model.runner().backward();
  const Matrix<double>& dx = model.runner().gradient("x");
  double worst = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double expected = std::tanh(static_cast<double>(x.data()[i]));
    worst = std::max(worst, std::abs(y.data()[i] - expected));
    worst = std::max(worst, std::abs(dx.data()[i] - (1 - expected * expected)));
  }
  CHECK(worst < 1e-12);
}

}  // namespace
}  // namespace rowgrad
