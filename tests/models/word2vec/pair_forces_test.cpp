#include "models/word2vec/pair_forces.hpp"

#include <cmath>
#include <numeric>

#include "core/error.hpp"
#include "models/word2vec/skip_gram_tables.hpp"
#include "tests/catch.hpp"
#include "tests/in_memory.hpp"
#include "tests/models/word2vec/sentences.hpp"
#include "verify/graph_runner.hpp"

namespace rowgrad {
namespace {

const char* const skip_gram = R"([
    {"name": "u", "layer": "Embedding", "input": "center", "dim": 3, "init": {"normal": 1}},
    {"name": "v", "layer": "Embedding", "input": "context", "dim": 3, "init": {"normal": 1}},
    {"name": "noise", "layer": "Embedding", "input": "negatives", "weight": "v.weight"},
    {"name": "positive", "layer": "Dot", "inputs": ["u", "v"]},
    {"name": "negative", "layer": "Dot", "inputs": ["u", "noise"]},
    {"name": "positive_loss", "layer": "SigmoidCE", "input": "positive", "target": 1},
    {"name": "negative_loss", "layer": "SigmoidCE", "input": "negative", "target": 0}])";

// Four words and four negatives from uniform noise: k Pn(c) = 1 for each.
struct Run {
  std::shared_ptr<const Word2vecDataset> dataset;
  Experiment experiment;
  Parameters<float> parameters;
  std::vector<Id> ids;

  explicit Run(const char* model = skip_gram)
      : dataset(word_windows(options(), {"a b c", "a b", "d a b", "c d"})),
        experiment(in_memory(dataset, {{"model", Json::parse(model)}})),
        parameters(fresh_state(experiment).parameters),
        ids(dataset->tokens().size()) {
    std::iota(ids.begin(), ids.end(), Id{0});
  }

  static Word2vecOptions options() {
    Word2vecOptions options;
    options.window = 2;
    options.dynamic_window = false;
    options.negatives = 4;
    options.noise_exponent = 0.0;
    options.subsample = 0.0;
    return options;
  }

  PairCounts counts(std::size_t words = 100) const { return {*dataset, Random(1), 1, words, "the run"}; }
  const Matrix<float>& u() const { return parameters[experiment.graph.find_parameter("u.weight").value()].value; }
  const Matrix<float>& v() const { return parameters[experiment.graph.find_parameter("v.weight").value()].value; }
  Id id(const char* word) const { return dataset->tokens().find(word).value(); }
  PairForces forces(const char* word) const {
    return pair_forces(experiment.graph, *dataset, counts(), {ids, u(), v()}, id(word), "the run");
  }
};

// All pairs of a word as often as they were observed, each with every word once as a negative.
Batch pairs_of(const Run& run, Id word) {
  const Word2vecInputs& in = run.dataset->handles();
  const PairCounts counts = run.counts();
  Batch batch;
  BatchBuilder build(in.inputs, batch);
  for (const Id c : run.ids) {
    for (double n = 0; n < counts.together(word, c); ++n) {
      build.append(in.center, word);
      build.append(in.context, c);
      build.append(in.negatives, run.ids);
      build.end_segment(in.node);
    }
  }
  build.finish();
  return batch;
}

TEST_CASE(
    "the net force is minus the gradient of the run's own graph, averaged over exactly these pairs and negatives") {
  Run run;
  for (const char* word : {"a", "b", "c", "d"}) {
    const PairForces forces = run.forces(word);
    const Batch batch = pairs_of(run, run.id(word));
    auto tape = make_tape<float>(run.experiment.graph);
    auto gradients = make_gradients<float>(run.experiment.graph);
    forward(run.experiment.graph, batch, run.parameters, tape, Mode{});
    backward(run.experiment.graph, batch, run.parameters, tape, gradients, Mode{}, Reduction::sum);
    const std::size_t u = skip_gram_tables(run.experiment.graph, run.dataset->handles(), "").u;
    const Matrix<float> gradient = gradients[u].to_dense();
    const double pairs = run.counts().input(run.id(word));
    REQUIRE(forces.net.size() == 3);
    for (std::size_t j = 0; j < 3; ++j)
      CHECK(forces.net[j] == Approx(-gradient(run.id(word), j) / pairs).epsilon(1e-5).margin(1e-6));
  }
}

TEST_CASE("a context word pulls by how often it was observed and how little it was expected, noise pushes") {
  const Run run;
  const PairForces forces = run.forces("a");  // beside b three times, c and d once
  CHECK(forces.word == run.id("a"));
  REQUIRE(forces.pulls.size() == 3);
  REQUIRE(forces.pushes.size() == 4);
  double weights = 0.0;
  for (const auto& pull : forces.pulls) {
    CHECK(pull.weight == Approx(pull.id == run.id("b") ? 0.6 : 0.2));
    weights += pull.weight;
  }
  CHECK(weights == Approx(1.0));
  const auto sigma = [&](Id c) {
    double dot = 0.0;
    for (std::size_t j = 0; j < 3; ++j) dot += static_cast<double>(run.u()(run.id("a"), j) * run.v()(c, j));
    return 1.0 / (1.0 + std::exp(-dot));
  };
  for (const auto& [id, weight, probability, force] : forces.pulls) {
    CHECK(probability == Approx(sigma(id)));
    for (std::size_t j = 0; j < 3; ++j) CHECK(force[j] == Approx(weight * (1.0 - sigma(id)) * run.v()(id, j)));
  }
  for (const auto& [id, weight, probability, force] : forces.pushes) {
    CHECK(weight == Approx(1.0));
    for (std::size_t j = 0; j < 3; ++j) CHECK(force[j] == Approx(-sigma(id) * run.v()(id, j)));
  }
}

TEST_CASE("rows may be of some words only, and of another time than the run's") {
  const Run run;
  const std::vector<Id> shown{run.id("c"), run.id("a")};
  auto u = zeros<float>(2, 3), v = zeros<float>(2, 3);
  v(0, 2) = 8.0F;
  const PairForces forces =
      pair_forces(run.experiment.graph, *run.dataset, run.counts(), {shown, u, v}, run.id("a"), "");
  REQUIRE(forces.pulls.size() == 1);  // by c, with which it was observed once of five times
  CHECK(forces.pulls[0].id == run.id("c"));
  CHECK(forces.pulls[0].probability == 0.5);
  CHECK(forces.pulls[0].force == std::vector<double>{0.0, 0.0, 0.2 * 0.5 * 8.0});
  REQUIRE(forces.pushes.size() == 2);
  CHECK(forces.net[2] == Approx(0.8 - 0.5 * 8.0));
}

TEST_CASE("forces of another model, of words without counts or on a word that is not shown are refused") {
  const Run run;
  const auto of = [&](const Run& other, const std::vector<Id>& ids, Id word, std::size_t counted) {
    return pair_forces(other.experiment.graph, *other.dataset, other.counts(counted), {ids, other.u(), other.v()}, word,
                       "the run");
  };
  CHECK_THROWS_WITH(of(run, run.ids, 0, 3),
                    Catch::Contains("the run: pairs were counted for the 3 most frequent words"));
  CHECK_THROWS_WITH(of(run, {1, 2}, 0, 100), Catch::Contains("not among those shown"));
  const Run without_noise(R"([
    {"name": "u", "layer": "Embedding", "input": "center", "dim": 3},
    {"name": "v", "layer": "Embedding", "input": "context", "dim": 3},
    {"name": "positive", "layer": "Dot", "inputs": ["u", "v"]},
    {"name": "positive_loss", "layer": "SigmoidCE", "input": "positive", "target": 1}])");
  CHECK_THROWS_WITH(of(without_noise, run.ids, 0, 100), Catch::Contains("expected skip-gram with negative sampling"));
}

}  // namespace
}  // namespace rowgrad
