// What learning_signal() finds is the chapter's, and tested as such: tests/claims/learning_signal_test.cpp. Here:
// edges.
#include "analysis/learning_signal.hpp"

#include <cmath>

#include "core/error.hpp"
#include "tests/catch.hpp"

namespace rowgrad {
namespace {

TEST_CASE("where a probability underflows the collapsed signal stands, and the product says that it is undefined") {
  const LearningSignal found = learning_signal({{0, -800}, one_hot(2, 1)});
  CHECK(found.probabilities[1] == 0.0);
  CHECK(found.loss == Approx(800));
  CHECK(found.signal == std::vector<double>{1, -1});
  CHECK(found.loss_slope[1] == -std::numeric_limits<double>::infinity());
  CHECK(std::isnan(found.product[1]));
  CHECK(std::isnan(found.largest_difference()));
  for (const double slope : found.jacobian) CHECK(slope == 0.0);
}

TEST_CASE("the largest scores there may be give finite signals") {
  const LearningSignal found = learning_signal({{1e6, -1e6, 0}, {0.25, 0.5, 0.25}});
  CHECK(std::isfinite(found.loss));
  CHECK(found.signal == std::vector<double>{0.75, -0.5, -0.25});
}

TEST_CASE("along the curve the slopes run to 0 and to −∞, and what they make together from −1 to 0") {
  const std::vector<double> at{1e-6, 0.5, 0.999};
  const auto curve = signal_curve(ScoreLoss::cross_entropy, at);
  for (std::size_t i = 0; i < at.size(); ++i) {
    CHECK(curve[i].p == Approx(at[i]));
    CHECK(curve[i].softmax_slope == Approx(at[i] * (1 - at[i])));
    CHECK(curve[i].loss_slope == Approx(-1 / at[i]));
    CHECK(curve[i].product == Approx(at[i] - 1));
    CHECK(curve[i].gap == Approx(at[i] - 1));
  }
  const auto squared = signal_curve(ScoreLoss::squared_error, at);
  CHECK(squared[0].product == Approx(-2e-6).epsilon(1e-4));  // −2 p (1 − p)²
  CHECK(squared[1].product == Approx(-0.25));
  CHECK(squared[0].gap == Approx(-1).epsilon(1e-4));
}

TEST_CASE("scores and targets that are no such thing are refused by name") {
  using Catch::Contains;
  CHECK_THROWS_WITH(learning_signal({{1}, {1}}), Contains("scores: expected 2 to 100, found 1"));
  CHECK_THROWS_WITH(learning_signal({{1, 1e7}, {1, 0}}), Contains("found 10000000"));
  CHECK_THROWS_WITH(learning_signal({{1, std::nan("")}, {1, 0}}), Contains("found nan"));
  CHECK_THROWS_WITH(learning_signal({{1, 2}, {1, 0, 0}}),
                    Contains("target: expected 2 numbers, one per score, found 3"));
  CHECK_THROWS_WITH(learning_signal({{1, 2}, {1.5, -0.5}}), Contains("found -0.5"));
  CHECK_THROWS_WITH(learning_signal({{1, 2}, {0.5, 0.4}}), Contains("whose sum is 1, found 0.9"));
  CHECK_THROWS_WITH(one_hot(3, 3), Contains("label: expected a class from 0 to 2, found 3"));
}

}  // namespace
}  // namespace rowgrad
