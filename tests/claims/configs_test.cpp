// What the configs reach on the data that comes with the project; models/*/README.md has what they reach on real data.
#include <array>
#include <cmath>
#include <fstream>
#include <map>
#include <numeric>

#include "analysis/cosine.hpp"
#include "analysis/statistics.hpp"
#include "models/lm/dataset.hpp"
#include "tests/catch.hpp"
#include "tests/trained.hpp"

namespace rowgrad {
namespace {

double train_loss(const Trained& run) { return run.summary.splits.at(Split::train).loss; }

// The entropy of the bigrams of a list, one boundary before and after each line: no bigram model can do better.
double bigram_optimum(const std::string& file) {
  std::array<std::array<double, 27>, 27> counts{};
  std::ifstream lines(file);
  for (std::string line; std::getline(lines, line);) {
    std::size_t last = 0;
    for (const char c : line + '`') {  // the boundary is the character before 'a'
      counts[last][static_cast<std::size_t>(c - '`')] += 1;
      last = static_cast<std::size_t>(c - '`');
    }
  }
  double nats = 0, total = 0;
  for (const auto& row : counts) {
    const double sum = std::accumulate(row.begin(), row.end(), 0.0);
    for (const double n : row) nats -= n == 0 ? 0 : n * std::log(n / sum);
    total += sum;
  }
  return nats / total;
}

// log p(a|a) p(b|b) − log p(a|b) p(b|a) of a language model over letters, read off its logits.
double log_ratio(Trained& trained, char a, char b) {
  const auto& dataset = dynamic_cast<const LmDataset&>(*trained.run.experiment.dataset);
  const Graph& graph = trained.run.experiment.graph;
  const auto ids = dataset.ids({a, b});
  auto tape = make_tape<float>(graph);
  const std::size_t logits = graph.find("logits").value();
  forward(graph, graph.upstream(logits), dataset.encode(ids), trained.run.parameters, tape, {false, Random(0)});
  const Matrix<float>& scores = tape.nodes[logits].output;  // rows: after the boundary, after a, after b
  const auto* after_a = row(scores, 1);
  const auto* after_b = row(scores, 2);
  return static_cast<double>(after_a[ids[0]]) + after_b[ids[1]] - after_b[ids[0]] - after_a[ids[1]];
}

std::vector<std::string> shipped_configs() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(ROWGRAD_SOURCE_DIR "/configs")) {
    if (entry.path().stem() != "schema") names.push_back(entry.path().stem().string());
  }
  return names;
}

// A config whose table starts from an earlier run's vectors gets a small file of them instead.
std::vector<std::string> overrides_for_vectors(const std::string& name, const TemporaryFolder& folder) {
  const Config config = Config::load(ROWGRAD_SOURCE_DIR "/configs/" + name + ".json");
  if (!config.data.contains("extra_vocabulary")) return {};
  const std::string file = folder.write("vectors.txt", "good 1 2\nbad -1 0.5\n").string();
  return {"sizes.d=2", "data.extra_vocabulary=" + file, "model.embed.init=" + Json{{"file", file}}.dump()};
}

}  // namespace

TEST_CASE("the sentiment config classifies nine phrases in ten that it has not seen") {
  CHECK(trained("sentiment").summary.splits.at(Split::test).accuracy.value() > 0.9);
}

TEST_CASE("the bigram config reaches the counted optimum, and never passes it") {
  const double optimum = bigram_optimum(ROWGRAD_SOURCE_DIR "/data/names.txt");
  const double reached = train_loss(trained("bigram"));
  CHECK(reached > optimum - 1e-6);
  CHECK(reached < optimum + 0.01);
}

TEST_CASE("a tied bigram with a hidden layer comes within 0.02 nats of its untied twin") {
  CHECK(std::abs(train_loss(trained("bigram_tied")) - train_loss(trained("bigram"))) < 0.02);
}

TEST_CASE("tied without a hidden layer, no two letters prefer each other to themselves, and the loss stays high") {
  // p(a|a) p(n|n) >= p(a|n) p(n|a): E·Eᵀ is positive semidefinite; biases and softmax sums cancel in the ratio.
  Trained tied = trained("bigram_tied_psd");
  CHECK(log_ratio(tied, 'a', 'n') > -1e-5);
  CHECK(log_ratio(tied, 'e', 'l') > -1e-5);
  Trained with_hidden = trained("bigram_tied");
  CHECK(log_ratio(with_hidden, 'a', 'n') < 0);
  CHECK(train_loss(tied) > train_loss(with_hidden) + 0.3);
}

TEST_CASE("the untied bias of a tied model takes up the symbols' frequencies") {
  const Trained run = trained("bigram_tied");
  const Matrix<float>& bias = run.parameter("logits.bias");
  const auto& counts = run.run.experiment.dataset->tokens().counts();
  std::vector<double> learned, expected;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    learned.push_back(bias.data()[i]);
    expected.push_back(std::log(static_cast<double>(counts[i])));
  }
  const std::vector<double> alike(counts.size(), 1.0);
  CHECK(fit_line(expected, learned, alike).correlation > 0.8);
}

TEST_CASE("on the toy corpus a cat is nearer to a dog than to a rug, whatever the seed") {
  for (int seed = 1; seed <= 10; ++seed) {
    const Trained run = trained("sgns", {"seed=" + std::to_string(seed)});
    const auto cat = run.row("u.weight", "cat");
    CHECK(cosine(cat, run.row("u.weight", "dog")) > cosine(cat, run.row("u.weight", "rug")) + 0.2);
  }
}

TEST_CASE("every shipped config trains, the largest with their sizes set down") {
  const std::map<std::string, std::vector<std::string>> smaller{
      {"gpt2_small", {R"(sizes={"d": 24, "wide": 48, "longest": 16})", "model.block.repeat=2"}},
      {"llama_7b", {R"(sizes={"d": 64, "wide": 48})", "model.block.repeat=2"}}};
  for (const std::string& name : shipped_configs()) {
    INFO(name);
    const TemporaryFolder folder;
    std::vector<std::string> overrides = overrides_for_vectors(name, folder);
    if (smaller.contains(name)) overrides = smaller.at(name);
    for (const char* key : {"train.epochs=1", "data.min_count=1"}) overrides.emplace_back(key);
    const Trained run = trained(name, overrides);
    CHECK(run.summary.steps > 0);
    CHECK(std::isfinite(run.summary.splits.at(Split::train).loss));
  }
}

TEST_CASE("the largest shipped configs have the sizes of the models they are named after") {
  CHECK(graph_from_sizes(shipped_spec("gpt2_small")).value().parameter_count() == 124'439'808);
  CHECK(graph_from_sizes(shipped_spec("llama_7b")).value().parameter_count() == 6'738'415'616);
}

}  // namespace rowgrad
