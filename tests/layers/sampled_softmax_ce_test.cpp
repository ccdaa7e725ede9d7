#include <array>
#include <cmath>

#include "data/alias.hpp"
#include "graph/execute.hpp"
#include "tests/catch.hpp"

namespace rowgrad {
namespace {

constexpr std::size_t classes = 50, width = 6;

// One graph: h -> loss over `classes` classes, with k samples from an uneven distribution; h an input or, `below`, a
// Linear of it.
class SampledLoss {
 public:
  explicit SampledLoss(std::size_t k, std::uint64_t seed, std::size_t labels = 4, bool below = false) {
    const Domain* token = inputs_.domain("token");
    const Domain* sample = inputs_.domain("sample");
    std::vector<double> weights;
    for (std::size_t i = 0; i < classes; ++i) weights.push_back(1.0 / (1.0 + static_cast<double>(i)));
    const AliasTable table(weights);
    for (Id i = 0; i < classes; ++i) log_probability_.push_back(std::log(static_cast<float>(table.probability(i))));
    inputs_.rows("h", token, width, "");
    inputs_.ids("next", token, classes, "");
    inputs_.samples("sampled", sample, log_probability_, "");
    batch_.ids = {{}, {}, {}};
    for (std::size_t i = 0; i < labels; ++i) batch_.ids[1].push_back(std::array<Id, 4>{3, 0, 49, 3}[i % 4]);
    for (std::size_t i = 0; i < k; ++i) batch_.ids[2].push_back(table.sample(Random(seed).bits(i)));
    batch_.values.resize(3);
    resize(batch_.values[0], labels, width);
    for (std::size_t i = 0; i < labels * width; ++i)
      batch_.values[0].data()[i] = static_cast<float>(Random(9).normal(i));
    batch_.extents = {{labels, {}, {}}, {k, {}, {}}};
    Json model = Json::parse(
        R"([{"name": "x", "layer": "Linear", "input": "h", "out": 6},
            {"name": "loss", "layer": "SampledSoftmaxCE", "inputs": ["x", "next", "sampled"], "init": {"normal": 1}}])");
    if (!below) {
      model.erase(0);
      model[0]["inputs"][0] = "h";
    }
    graph_ = std::make_unique<Graph>(ModelSpec(model, {}), std::map<std::string, std::size_t>{}, inputs_);
    parameters_ = initialise<double>(graph_->parameters(), Random(3));
    for (std::size_t i = 0; i < classes; ++i) parameters_.back().value.data()[i] = 0.1 * Random(4).normal(i);
    tape_ = make_tape<double>(*graph_);
  }

  double loss(bool training) {
    forward(*graph_, batch_, parameters_, tape_, {training, Random(0)});
    LossMeter meter;
    meter.add(*graph_, tape_);
    return meter.mean();
  }
  Gradients<double> gradients(bool training) {
    loss(training);
    auto g = make_gradients<double>(*graph_);
    backward(*graph_, batch_, parameters_, tape_, g, {training, Random(0)}, Reduction::mean);
    return g;
  }
  Parameters<double>& parameters() { return parameters_; }
  const Batch& batch() const { return batch_; }

 private:
  std::vector<float> log_probability_;
  Inputs inputs_;
  Batch batch_;
  std::unique_ptr<Graph> graph_;
  Parameters<double> parameters_;
  Tape<double> tape_;
};

TEST_CASE("the sampled softmax tends to the full softmax as more classes are drawn") {
  const double full = SampledLoss(1, 1).loss(false);
  CHECK(SampledLoss(200000, 1).loss(true) == Approx(full).epsilon(5e-3));
  double sum = 0;  // and its estimate of the sum over classes is unbiased at any number of draws
  for (std::uint64_t seed = 0; seed < 300; ++seed) sum += SampledLoss(100, seed).loss(true);
  CHECK(sum / 300 == Approx(full).epsilon(0.05));
}

TEST_CASE("the sampled softmax touches only the rows of labels and samples") {
  SampledLoss sampled(5, 7);
  const auto g = sampled.gradients(/*training=*/true);
  std::vector<bool> drawn(classes, false);
  for (const Id id : sampled.batch().ids[1]) drawn[id] = true;
  for (const Id id : sampled.batch().ids[2]) drawn[id] = true;
  for (const auto& gradient : g) {
    CHECK(!gradient.dense());
    for (const Id id : gradient.touched()) CHECK(drawn[id]);
  }
}

TEST_CASE("in evaluation the gradient is that of the full softmax") {
  SampledLoss full(3, 1, /*labels=*/130, /*below=*/true);  // more than two blocks of rows
  const auto g = full.gradients(/*training=*/false);
  constexpr double step = 1e-5;
  for (std::size_t p = 0; p < g.size(); ++p) {
    const Matrix<double> found = g[p].to_dense();
    for (std::size_t e = 0; e < found.size(); ++e) {
      double& value = full.parameters()[p].value.data()[e];
      const double start = value;
      value = start + step;
      const double above = full.loss(false);
      value = start - step;
      const double below = full.loss(false);
      value = start;
      CHECK(found.data()[e] == Approx((above - below) / (2 * step)).margin(1e-8));
    }
  }
}

TEST_CASE("a sample that is the label does not push the label down") {
  SampledLoss sampled(0, 1);
  CHECK(sampled.loss(true) == 0.0);  // nothing to compare with: the label is certain
}

}  // namespace
}  // namespace rowgrad
