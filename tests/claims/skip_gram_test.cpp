// What the chapter claims of skip-gram with negative sampling: docs/claims.md numbers 13, 14 and 17.
#include <cmath>

#include "config/config.hpp"
#include "models/word2vec/sampling.hpp"
#include "tests/catch.hpp"
#include "tests/oracle/golden.hpp"
#include "verify/graph_runner.hpp"

namespace rowgrad {
namespace {

// The share of the rarest of three words among the noise words.
double rare_share(double noise_exponent) {
  Word2vecOptions options;
  options.noise_exponent = noise_exponent;
  const WindowSampling sampling(options, std::vector<std::uint64_t>{900, 90, 10});
  constexpr std::size_t draws = 100'000;
  std::size_t rare = 0;
  for (std::size_t i = 0; i < draws; ++i) rare += sampling.noise.sample(Random(1).bits(i)) == 2 ? 1 : 0;
  return static_cast<double>(rare) / draws;
}

// Two pairs of one centre, with three negatives each. Of the first pair's negatives one is the positive and one comes
// twice; the second pair's positive is among the first's negatives.
const Json pairs = Json::parse(R"({
  "world": {"spaces": [{"name": "pair"}, {"name": "negative", "group": "pair", "rows_per_segment": 3}],
            "inputs": [{"name": "center", "space": "pair", "size": 6}, {"name": "context", "space": "pair", "size": 6},
                       {"name": "negatives", "space": "negative", "size": 6}]},
  "batch": {"rows": {"pair": 2, "negative": 6}, "offsets": {},
            "ids": {"center": [0, 0], "context": [2, 3], "negatives": [2, 3, 3, 1, 5, 1]}}})");

// The model of configs/sgns.json with rows of `d`, which start as N(0, 1).
Json sgns_model(std::size_t d) {
  Json model = Config::load(ROWGRAD_SOURCE_DIR "/configs/sgns.json").model;
  for (Json& layer : model) {
    if (layer.contains("dim")) {
      layer["dim"] = d;
      layer["init"] = {{"normal", 1}};
    }
  }
  return model;
}

// Equation (2.sgns) and its gradient, written out term by term over whole tables.
struct Equation {
  double loss = 0.0;
  Matrix<double> du, dv;

  Equation(const Matrix<double>& u, const Matrix<double>& v, const Json& ids)
      : du(zeros<double>(rows(u), columns(u))), dv(du) {
    for (std::size_t i = 0; i < ids["center"].size(); ++i) {
      const Id w = ids["center"][i];
      add(u, v, w, ids["context"][i], 1.0);
      for (std::size_t n = 0; n < 3; ++n) add(u, v, w, ids["negatives"][3 * i + n], 0.0);
    }
  }

 private:
  // −log σ(v·u) for a positive, −log σ(−v·u) for a negative: dL/d(v·u) is σ(v·u) − target in both.
  void add(const Matrix<double>& u, const Matrix<double>& v, Id w, Id c, double target) {
    double score = 0.0;
    for (std::size_t j = 0; j < columns(u); ++j) score += u(w, j) * v(c, j);
    const double sigma = 1.0 / (1.0 + std::exp(-score));
    loss -= std::log(target == 1.0 ? sigma : 1.0 - sigma);
    for (std::size_t j = 0; j < columns(u); ++j) {
      du(w, j) += (sigma - target) * v(c, j);
      dv(c, j) += (sigma - target) * u(w, j);
    }
  }
};

}  // namespace

TEST_CASE("noise of exponent 3/4 draws rare words less than uniform noise and more than unigram noise") {
  CHECK(rare_share(0) == Approx(1.0 / 3).margin(0.01));
  CHECK(rare_share(1) == Approx(0.01).margin(0.002));
  const double weights = std::pow(900, 0.75) + std::pow(90, 0.75) + std::pow(10, 0.75);
  CHECK(rare_share(0.75) == Approx(std::pow(10, 0.75) / weights).margin(0.004));
}

TEST_CASE("negative sampling's loss and gradient are those of equation (2.sgns)") {
  const Inputs inputs = golden_inputs(pairs["world"]);
  const Batch batch = golden_batch(inputs, pairs["batch"]);
  const Graph graph = golden_graph(sgns_model(4), inputs);
  GraphRunner<double> runner(graph, batch, initialise<double>(graph.parameters(), Random(3)));
  runner.forward();
  runner.clear();
  double loss = 0.0;
  for (const std::size_t node : graph.losses()) {
    for (const double value : runner.value(node)) loss += value;
    runner.gradient(node).fill(1.0);
  }
  runner.backward();
  const auto value = [&](const char* name) { return runner.parameters[graph.find_parameter(name).value()].value; };
  const Equation expected(value("u.weight"), value("v.weight"), pairs["batch"]["ids"]);
  CHECK(loss == Approx(expected.loss).epsilon(1e-12));
  const auto du = runner.parameter_gradient("u.weight").to_dense(),
             dv = runner.parameter_gradient("v.weight").to_dense();
  for (std::size_t i = 0; i < du.size(); ++i) {
    CHECK(du.data()[i] == Approx(expected.du.data()[i]).margin(1e-12));
    CHECK(dv.data()[i] == Approx(expected.dv.data()[i]).margin(1e-12));
  }
}

}  // namespace rowgrad
