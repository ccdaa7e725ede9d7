// What the chapter claims about the learning signal: the loss's slope, the softmax's Jacobian, their product, descent.
#include "analysis/learning_signal.hpp"

#include <cmath>
#include <numeric>

#include "analysis/score_descent.hpp"
#include "tests/catch.hpp"
#include "tests/small_model.hpp"

namespace rowgrad {
namespace {

const char* const cross_entropy = R"([{"name": "loss", "layer": "SoftmaxCE", "inputs": ["x", "next"]}])";
const char* const factored = R"([{"name": "p", "layer": "Softmax", "input": "x"},
                                 {"name": "loss", "layer": "CrossEntropy", "inputs": ["p", "next"]}])";

// As the chapter writes it, for scores of moderate size.
std::vector<double> softmax(const std::vector<double>& scores) {
  std::vector<double> p;
  for (const double s : scores) p.push_back(std::exp(s));
  const double sum = std::accumulate(p.begin(), p.end(), 0.0);
  for (double& x : p) x /= sum;
  return p;
}

// Loss and dL/dlogits of one row with label 0.
template <class T>
std::pair<double, std::vector<T>> loss_and_gradient(const std::vector<double>& logits,
                                                    const std::string& model_text = cross_entropy) {
  SmallModel<T> model(model_text, logits.size(), {0}, {0}, matrix_of<float>({logits}));
  const double loss = model.run();
  const auto& g = model.runner().gradient("x");
  return {loss, std::vector<T>(g.begin(), g.end())};
}

TEST_CASE("the loss of a row is the negative log of its label's probability") {
  const double expected = -std::log(softmax({1, 2, 3})[0]);
  CHECK(loss_and_gradient<double>({1, 2, 3}).first == Approx(expected));
  CHECK(loss_and_gradient<double>({1, 2, 3}, factored).first == Approx(expected));
}

TEST_CASE("the loss listens to one probability: its slope is −1/p there and 0 at every other") {
  SmallModel<> model(factored, 4, {0}, {2}, matrix_of<float>({{0.5, -1, 2, 0.25}}));
  model.run();
  const auto& p = model.runner().value("p");
  const auto& slope = model.runner().gradient("p");
  CHECK(slope(0, 2) == Approx(-1 / softmax({0.5, -1, 2, 0.25})[2]));
  for (const std::size_t j : {0, 1, 3}) CHECK(slope(0, j) == 0.0);
  // The smaller the probability, the larger the slope: of −log p, by differences of the layer itself.
  const auto loss_at = [](double q) {
    return SmallModel<>(R"([{"name": "loss", "layer": "CrossEntropy", "inputs": ["x", "next"]}])", 2, {0}, {0},
                        matrix_of<float>({{q, 1 - q}}))
        .run();
  };
  CHECK(loss_at(p(0, 2)) == Approx(-std::log(p(0, 2))).epsilon(1e-6));
  CHECK((loss_at(0.015625 + 0x1p-20) - loss_at(0.015625 - 0x1p-20)) / 0x1p-19 == Approx(-64.0).epsilon(1e-4));
}

TEST_CASE("the gradient of softmax and cross-entropy is p − q: negative for the label, positive elsewhere, sum zero") {
  const std::vector<double> logits{0.5, -1, 2, 0.25};
  const auto [loss, g] = loss_and_gradient<double>(logits);
  const auto p = softmax(logits);
  CHECK(g[0] == Approx(p[0] - 1));
  for (std::size_t j = 1; j < 4; ++j) CHECK(g[j] == Approx(p[j]));
  CHECK(g[0] < 0);
  CHECK(*std::min_element(g.begin() + 1, g.end()) > 0);
  CHECK(std::accumulate(g.begin(), g.end(), 0.0) == Approx(0).margin(1e-15));
}

TEMPLATE_TEST_CASE("the signal stays between -1 and 1 and tends to -1 for p down to 1e-30 and beyond, never NaN", "",
                   float, double) {
  for (const double gap : {0.0, 1.0, 10.0, 69.1, 100.0, 1e4}) {  // p is about exp(−gap): 1e-30 at 69.1
    INFO("gap " << gap);
    const auto [loss, g] = loss_and_gradient<TestType>({0, gap, gap - 1});
    CHECK(std::isfinite(loss));
    CHECK(loss >= gap);
    for (const TestType x : g) {
      CHECK(std::isfinite(x));
      CHECK(std::abs(x) <= TestType(1));
    }
    CHECK(g[0] + g[1] + g[2] == Approx(0).margin(1e-6));
    if (gap > 50) CHECK(g[0] == TestType(-1));
  }
}

// What the Softmax layer puts out, as a copy.
std::vector<double> layer_softmax(const std::vector<double>& scores) {
  ScoreGraph graph({scores, one_hot(scores.size(), 0)}, ScoreGraph::Form::collapsed);
  graph.run();
  return graph.value("p");
}

TEST_CASE("the rows of softmax's Jacobian sum to zero") {
  constexpr double step = 1e-5;
  const std::vector<double> scores{0.3, -2, 1.5, 0};
  const LearningSignal found = learning_signal({scores, one_hot(4, 0)});
  const auto p = softmax(scores);
  for (std::size_t k = 0; k < 4; ++k) {
    auto above = scores, below = scores;
    above[k] += step;
    below[k] -= step;
    const auto right = layer_softmax(above), left = layer_softmax(below);
    for (std::size_t j = 0; j < 4; ++j) {
      CHECK(found.jacobian(k, j) == Approx((right[j] - left[j]) / (2 * step)).margin(1e-9));
      CHECK(found.jacobian(k, j) == Approx(p[j] * ((j == k ? 1 : 0) - p[k])).margin(1e-15));
    }
    CHECK(found.row_sums()[k] == Approx(0).margin(1e-15));
  }
}

TEST_CASE("a sharp softmax hardly moves") {
  const auto largest = [](const std::vector<double>& scores) {
    double most = 0;
    for (const double slope : learning_signal({scores, one_hot(scores.size(), 0)}).jacobian)
      most = std::max(most, std::abs(slope));
    return most;
  };
  CHECK(largest({0, 0}) == Approx(0.25));
  CHECK(largest({20, 0, -3}) < 1e-8);
  CHECK(largest({20, 0, -3}) > 1e-10);  // but does
}

TEST_CASE("the product of the two factors collapses to p − q") {
  const std::vector<double> scores{0.5, -1, 2, 0.25};
  const auto p = softmax(scores);
  for (const std::vector<double>& q : {one_hot(4, 0), {0.1, 0.2, 0.3, 0.4}, {0, 0.5, 0.5, 0}}) {
    const LearningSignal found = learning_signal({scores, q});
    for (std::size_t k = 0; k < 4; ++k) {
      double by_hand = 0;
      for (std::size_t j = 0; j < 4; ++j) by_hand += found.loss_slope[j] * found.jacobian(k, j);
      CHECK(found.product[k] == Approx(by_hand).margin(1e-14));  // the layers chain as the chapter does
      CHECK(found.product[k] == Approx(p[k] - q[k]).margin(1e-14));
      CHECK(found.gap[k] == Approx(p[k] - q[k]).margin(1e-14));
    }
    CHECK(std::accumulate(found.gap.begin(), found.gap.end(), 0.0) == Approx(0).margin(1e-15));
  }
}

TEST_CASE("where p underflows the two factors give NaN, the collapsed form does not") {
  CHECK(std::isnan(loss_and_gradient<float>({0, 200}, factored).second[0]));
  CHECK(loss_and_gradient<float>({0, 200}).second[0] == -1.0F);
}

TEST_CASE("descending on the logits alone, the loss falls monotonically and p converges to soft targets") {
  const std::vector<double> q{0.625, 0.25, 0.125};
  const ScoreDescent found = descend({{-3, 0, 4}, q}, 0.5, 500);
  CHECK_FALSE(found.first_rise);
  CHECK(found.way.front().loss > found.way.back().loss + 1);
  for (std::size_t j = 0; j < 3; ++j) CHECK(found.way.back().probabilities[j] == Approx(q[j]).margin(1e-6));
  CHECK(found.largest_gap < 1e-6);
}

TEST_CASE("against soft targets the loss falls at every step up to a rate of four, and may rise beyond") {
  // The curvature of the loss is at most ½ in any direction (diag(p) − ppᵀ), so that no step below 2 / ½ can rise.
  bool rises_at_five = false;
  for (const auto& q : std::vector<std::vector<double>>{{0.5, 0.5, 0}, {0.625, 0.25, 0.125}, {0.4, 0.3, 0.3}}) {
    for (const auto& scores : std::vector<std::vector<double>>{{2, 1, 0.1}, {-8, 8, 0}, {0.3, 0, 0.1}}) {
      CHECK_FALSE(descend({scores, q}, 3.9, 300).first_rise);
      rises_at_five |= descend({scores, q}, 5, 300).first_rise.has_value();
    }
  }
  CHECK(rises_at_five);
}

TEST_CASE("against a label the loss falls at every step, at any rate") {
  // Every s_k − s_y falls by lr (p_k + 1 − p_y) > 0, and the loss is log Σ exp(s_k − s_y).
  for (const double lr : {0.1, 5.0, 100.0, 1e5}) CHECK_FALSE(descend({{-3, 4, 2}, one_hot(3, 0)}, lr, 50).first_rise);
}

TEST_CASE("squared error on softmax stalls where cross-entropy does not") {
  const ScoredRow wrong{{-10, 10}, one_hot(2, 0), ScoreLoss::squared_error};
  const LearningSignal found = learning_signal(wrong);
  CHECK(found.gap[0] == Approx(-1));             // what cross-entropy tells the true class
  CHECK(std::abs(found.signal[0]) < 1e-8);       // 2 p (1 − p)² with two classes
  CHECK(found.loss == Approx(1).epsilon(1e-6));  // although it could not be more wrong
  const ScoredRow same{wrong.scores, wrong.target, ScoreLoss::cross_entropy};
  CHECK(descend(wrong, 1, 100).way.back().probabilities[0] < 1e-6);
  CHECK(descend(same, 1, 100).way.back().probabilities[0] > 0.9);
}

TEST_CASE("adding a constant to all scores changes neither the probabilities nor the loss nor the gradient") {
  const LearningSignal before = learning_signal({{2, 1, 0.1}, {0.7, 0.2, 0.1}});
  const LearningSignal after = learning_signal({{1002, 1001, 1000.1}, {0.7, 0.2, 0.1}});
  CHECK(after.loss == Approx(before.loss).epsilon(1e-12));
  for (std::size_t k = 0; k < 3; ++k) {
    CHECK(after.probabilities[k] == Approx(before.probabilities[k]).epsilon(1e-12));
    CHECK(after.gap[k] == Approx(before.gap[k]).margin(1e-12));
  }
}

}  // namespace
}  // namespace rowgrad
