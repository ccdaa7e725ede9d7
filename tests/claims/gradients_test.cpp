// What the chapter claims about gradients on their way to the parameters: the bias, the outer product, the sum, the
// negatives. How they begin is in learning_signal_test.cpp.
#include <cmath>
#include <numeric>

#include "tests/catch.hpp"
#include "tests/small_model.hpp"

namespace rowgrad {
namespace {

TEST_CASE("a softmax's bias is defined up to a constant: descent leaves its sum where it started") {
  const auto train = [](double shift) {
    SmallModel<> model(R"([{"name": "logits", "layer": "Linear", "input": "x", "out": 3},
                           {"name": "loss", "layer": "SoftmaxCE", "inputs": ["logits", "next"]}])",
                       3, {0, 0}, {1, 2}, matrix_of<float>({{0.5, -2}, {1, 0.25}}));
    for (double& b : model.parameter("logits.bias")) b += shift;
    double loss = 0;
    for (int step = 0; step < 50; ++step) {
      loss = model.run();
      model.descend(0.1);
    }
    const auto& bias = model.parameter("logits.bias");
    return std::pair(loss, std::vector<double>(bias.begin(), bias.end()));
  };
  const auto [loss, bias] = train(0);
  const auto [shifted_loss, shifted] = train(7);
  CHECK(shifted_loss == Approx(loss).epsilon(1e-12));
  for (std::size_t c = 0; c < 3; ++c) CHECK(shifted[c] == Approx(bias[c] + 7).epsilon(1e-12));
  CHECK(std::accumulate(bias.begin(), bias.end(), 0.0) == Approx(0).margin(1e-12));
  CHECK(std::abs(bias[1]) > 0.1);  // it has learnt something
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
