// What the chapter claims about gradients: softmax with cross-entropy, the sum, the outer product, what losses do.
#include <cmath>
#include <numeric>

#include "tests/catch.hpp"
#include "tests/small_model.hpp"

namespace rowgrad {
namespace {

const char* const cross_entropy = R"([{"name": "loss", "layer": "SoftmaxCE", "inputs": ["x", "next"]}])";

template <class T>
std::vector<T> softmax(const std::vector<T>& logits) {
  std::vector<T> p(logits.size());
  row_kernels<T>().softmax(logits.data(), p.data(), p.size());
  return p;
}

// Loss and dL/dlogits of one row with label 0.
template <class T>
std::pair<double, std::vector<T>> loss_and_gradient(const std::vector<double>& logits) {
  SmallModel<T> model(cross_entropy, logits.size(), {0}, {0}, matrix_of<float>({logits}));
  const double loss = model.run();
  const auto& g = model.runner().gradient("x");
  return {loss, std::vector<T>(g.begin(), g.end())};
}

TEST_CASE("the loss of a row is the negative log of its label's probability") {
  const auto [loss, g] = loss_and_gradient<double>({1, 2, 3});
  CHECK(loss == Approx(-std::log(softmax<double>({1, 2, 3})[0])));
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

// ∂p_j/∂s_k of the softmax that the losses call, by central differences.
Matrix<double> jacobian(const std::vector<double>& logits) {
  constexpr double step = 1e-5;
  const std::size_t n = logits.size();
  auto result = zeros<double>(n, n);
  for (std::size_t k = 0; k < n; ++k) {
    auto above = logits, below = logits;
    above[k] += step;
    below[k] -= step;
    const auto right = softmax(above), left = softmax(below);
    for (std::size_t j = 0; j < n; ++j) result(j, k) = (right[j] - left[j]) / (2 * step);
  }
  return result;
}

TEST_CASE("the rows of softmax's Jacobian sum to zero") {
  const std::vector<double> logits{0.3, -2, 1.5, 0};
  const auto p = softmax(logits);
  const auto slope = jacobian(logits);
  for (std::size_t j = 0; j < p.size(); ++j) {
    double sum = 0;
    for (std::size_t k = 0; k < p.size(); ++k) {
      CHECK(slope(j, k) == Approx(p[j] * ((j == k ? 1 : 0) - p[k])).margin(1e-9));
      sum += slope(j, k);
    }
    CHECK(sum == Approx(0).margin(1e-9));
  }
}

TEST_CASE("a sharp softmax hardly moves") {
  const auto largest = [](const std::vector<double>& logits) {
    double most = 0;
    for (const double slope : jacobian(logits)) most = std::max(most, std::abs(slope));
    return most;
  };
  CHECK(largest({0, 0}) == Approx(0.25));
  CHECK(largest({20, 0, -3}) < 1e-8);
}

TEST_CASE("the product of the two factors collapses to p − q") {
  const std::vector<double> logits{0.5, -1, 2, 0.25};
  const auto slope = jacobian(logits);
  const double dl_dp = -1 / softmax(logits)[0];  // of −log p_y, y = 0; that of the other p_j is 0
  const auto collapsed = loss_and_gradient<double>(logits).second;
  for (std::size_t k = 0; k < 4; ++k) CHECK(dl_dp * slope(0, k) == Approx(collapsed[k]).margin(1e-8));
}

TEST_CASE("where p underflows the two factors give NaN, the collapsed form does not") {
  const auto p = softmax<float>({0, 200});
  CHECK(std::isnan((-1 / p[0]) * (p[0] * (1 - p[0]))));  // −1/p_y · ∂p_y/∂s_y
  CHECK(loss_and_gradient<float>({0, 200}).second[0] == -1.0F);
}

TEST_CASE("descending on the logits alone, the loss falls monotonically and p converges to soft targets") {
  const std::vector<double> q{0.625, 0.25, 0.125};
  SmallModel<> model(R"([{"name": "logits", "layer": "Embedding", "input": "tokens", "dim": 3, "init": "zeros"},
                         {"name": "loss", "layer": "SoftmaxCE", "inputs": ["logits", "x"]}])",
                     1, {0}, {0}, matrix_of<float>({q}));
  double before = std::numeric_limits<double>::infinity();
  for (int step = 0; step < 500; ++step) {
    const double loss = model.run();
    CHECK(loss <= before + 1e-14);  // to rounding, once it has converged
    before = loss;
    model.descend(0.5);
  }
  const auto& logits = model.parameter("logits.weight");
  const auto p = softmax<double>({logits(0, 0), logits(0, 1), logits(0, 2)});
  for (std::size_t j = 0; j < 3; ++j) CHECK(p[j] == Approx(q[j]).margin(1e-6));
}

TEST_CASE("squared error on softmax stalls where cross-entropy does not") {
  // Of ½ Σ (p_j − q_j)²: the Jacobian stays in it, and is close to zero where p is sharp and wrong.
  const auto squared_error = [](const std::vector<double>& logits) {
    const auto p = softmax(logits);
    const auto slope = jacobian(logits);
    std::vector<double> g(2, 0.0);
    for (std::size_t k = 0; k < 2; ++k) g[k] = (p[0] - 1) * slope(0, k) + p[1] * slope(1, k);
    return g;
  };
  std::vector<double> stalled{-10, 10}, moving{-10, 10};
  for (int step = 0; step < 100; ++step) {
    const auto a = squared_error(stalled), b = loss_and_gradient<double>(moving).second;
    for (std::size_t k = 0; k < 2; ++k) {
      stalled[k] -= a[k];
      moving[k] -= b[k];
    }
  }
  CHECK(softmax(stalled)[0] < 1e-6);
  CHECK(softmax(moving)[0] > 0.9);
}

TEST_CASE("dL/dW of a linear layer is the outer product of p − q and the input") {
  const std::vector<double> x{0.5, -2, 1};
  SmallModel<> model(R"([{"name": "logits", "layer": "Linear", "input": "x", "out": 2},
                         {"name": "loss", "layer": "SoftmaxCE", "inputs": ["logits", "next"]}])",
                     2, {0}, {1}, matrix_of<float>({x}));
  model.run();
  const auto& g = model.runner().gradient("logits");  // p − q
  const auto dw = model.runner().parameter_gradient("logits.weight").to_dense();
  for (std::size_t c = 0; c < 2; ++c) {
    for (std::size_t j = 0; j < 3; ++j) CHECK(dw(c, j) == Approx(g(0, c) * x[j]));
  }
}

TEST_CASE("logits are dot products with class vectors, and unembedding picks the most similar row") {
  SmallModel<> model(R"([{"name": "embed", "layer": "Embedding", "input": "tokens", "dim": 64, "init": {"normal": 1}},
                         {"name": "logits", "layer": "Linear", "input": "embed", "weight": "embed.weight",
                          "bias": false}])",
                     30, {4, 17, 29}, {0, 0, 0});
  const auto& logits = model.forward("logits");
  const auto& table = model.parameter("embed.weight");
  CHECK(logits(1, 3) == Approx(row_kernels<double>().dot(row(table, 17), row(table, 3), 64)));
  const std::vector<Id> ids{4, 17, 29};
  for (std::size_t i = 0; i < 3; ++i) {
    const double* best = std::max_element(row(logits, i), row(logits, i) + 30);
    CHECK(best - row(logits, i) == ids[i]);
  }
}

TEST_CASE("the sum copies its gradient identically to every row it added") {
  Inputs inputs;
  const RowSpace& document = inputs.space("document");
  const IdsInput tokens = inputs.ids("tokens", inputs.space("token", &document), 6, "");
  Batch batch;
  BatchBuilder build(inputs, batch);
  for (const std::vector<Id>& text : std::vector<std::vector<Id>>{{5, 0, 3}, {0, 1}}) {
    build.append(tokens, text);
    build.end_segment(tokens);
  }
  build.finish();
  const Json layers = Json::parse(R"([{"name": "embed", "layer": "Embedding", "input": "tokens", "dim": 2},
                                      {"name": "phrase", "layer": "Sum", "input": "embed"}])");
  const Graph graph = build_graph(read_model(layers, {"test", ""}), {}, inputs, Leaves::any);
  GraphRunner<double> runner(graph, batch, initialise<double>(graph.parameters(), Random(1)));
  runner.forward();
  runner.clear();
  runner.gradient("phrase") = matrix_of<double>({{0.1, 0.7}, {-0.3, 0.9}});
  runner.backward();
  for (std::size_t i = 0; i < 5; ++i) {
    for (std::size_t j = 0; j < 2; ++j)
      CHECK(runner.gradient("embed")(i, j) == runner.gradient("phrase")(i < 3 ? 0 : 1, j));
  }
  const auto table = runner.parameter_gradient("embed.weight").to_dense();
  CHECK(table(5, 0) == 0.1);  // every word of the phrase has the identical gradient
  CHECK(table(3, 0) == 0.1);
  CHECK(table(0, 0) == Approx(0.1 - 0.3));  // and one that occurs in both has both
}

}  // namespace
}  // namespace rowgrad
