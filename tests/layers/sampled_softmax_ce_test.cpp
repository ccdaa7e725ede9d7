// SampledSoftmaxCE against the full softmax that it estimates.
#include <array>
#include <cmath>
#include <numeric>

#include "data/alias.hpp"
#include "data/batch_builder.hpp"
#include "graph/build_graph.hpp"
#include "graph/execute.hpp"
#include "tests/catch.hpp"

namespace rowgrad {
namespace {

constexpr std::size_t classes = 50, width = 6;

// Classes are drawn with probabilities proportional to 1, 1/2, 1/3…
const AliasTable& noise() {
  static const AliasTable table = [] {
    std::vector<double> weights;
    for (std::size_t i = 0; i < classes; ++i) weights.push_back(1.0 / (1.0 + static_cast<double>(i)));
    return AliasTable(weights);
  }();
  return table;
}

std::vector<Id> draw(std::size_t k, std::uint64_t seed) {
  std::vector<Id> samples;
  for (std::size_t i = 0; i < k; ++i) samples.push_back(noise().sample(Random(seed).bits(i)));
  return samples;
}

std::vector<Id> some_labels(std::size_t n) {
  std::vector<Id> labels;
  for (std::size_t i = 0; i < n; ++i) labels.push_back(std::array<Id, 4>{3, 0, 49, 3}[i % 4]);
  return labels;
}

const char* const loss_of_h = R"([{"name": "loss", "layer": "SampledSoftmaxCE", "inputs": ["h", "next", "sampled"],
                                   "init": {"normal": 1}}])";
const char* const loss_of_linear = R"([
    {"name": "x", "layer": "Linear", "input": "h", "out": 6},
    {"name": "loss", "layer": "SampledSoftmaxCE", "inputs": ["x", "next", "sampled"], "init": {"normal": 1}}])";

// Random rows h, and a loss over `classes` classes with these labels and samples.
class SampledLoss {
 public:
  SampledLoss(const std::vector<Id>& labels, const std::vector<Id>& samples, const char* model = loss_of_h)
      : graph_(make_graph(model, labels, samples)), parameters_(initialise<double>(graph_.parameters(), Random(3))) {
    for (std::size_t i = 0; i < classes; ++i) parameters_.back().value.data()[i] = 0.1 * Random(4).normal(i);
    tape_ = make_tape<double>(graph_);
  }

  /// The mean over the rows.
  double loss(bool training) {
    forward(graph_, batch_, parameters_, tape_, {training, Random(0)});
    return mean();
  }
  /// In evaluation, by blocks that begin at these classes.
  double loss(const std::vector<std::size_t>& begins) {
    const std::size_t node = graph_.losses()[0];
    std::vector<std::size_t> before(node);
    std::iota(before.begin(), before.end(), std::size_t{0});
    tape_ = make_tape<double>(graph_);
    forward(graph_, before, batch_, parameters_, tape_, Mode{});
    for (std::size_t i = 0; i < begins.size(); ++i) {
      const Share block{begins[i], i + 1 < begins.size() ? begins[i + 1] : classes};
      forward_block<double>({graph_.nodes(), batch_, parameters_, tape_, Mode{}}, node, block);
    }
    return mean();
  }
  Gradients<double> gradients(bool training) {
    loss(training);
    auto g = make_gradients<double>(graph_);
    backward(graph_, batch_, parameters_, tape_, g, {training, Random(0)}, Reduction::mean);
    return g;
  }
  Parameters<double>& parameters() { return parameters_; }
  /// Of row i, by the weights and biases as they stand.
  double logit(std::size_t i, Id id) const {
    double sum = parameters_[1].value.data()[id];
    for (std::size_t j = 0; j < width; ++j)
      sum += static_cast<double>(batch_.values[0](i, j)) * parameters_[0].value(id, j);
    return sum;
  }

 private:
  double mean() const {
    LossMeter meter;
    meter.add(graph_, tape_);
    return meter.mean();
  }

  Graph make_graph(const char* model, const std::vector<Id>& labels, const std::vector<Id>& samples) {
    Inputs inputs;
    const RowSpace& token = inputs.space("token");
    const RealInput h = inputs.real("h", token, width, "");
    const IdsInput next = inputs.ids("next", token, classes, "");
    std::vector<float> log_probability;
    for (Id i = 0; i < classes; ++i) log_probability.push_back(std::log(static_cast<float>(noise().probability(i))));
    const IdsInput sampled = inputs.samples("sampled", inputs.space("sample"), log_probability, "");
    BatchBuilder build(inputs, batch_);
    std::vector<float> rows;
    for (std::size_t i = 0; i < labels.size() * width; ++i) rows.push_back(static_cast<float>(Random(9).normal(i)));
    build.set(h, rows);
    build.append(next, labels);
    build.append(sampled, samples);
    build.finish();
    return build_graph(read_model(Json::parse(model), {}), {}, inputs);
  }

  Batch batch_;
  Graph graph_;
  Parameters<double> parameters_;
  Tape<double> tape_;
};

TEST_CASE("the sampled softmax tends to the full softmax as more classes are drawn") {
  const double full = SampledLoss(some_labels(4), draw(1, 1)).loss(false);
  CHECK(SampledLoss(some_labels(4), draw(200000, 1)).loss(true) == Approx(full).epsilon(5e-3));
  double sum = 0;  // and its estimate of the sum over classes is unbiased at any number of draws
  for (std::uint64_t seed = 0; seed < 300; ++seed) sum += SampledLoss(some_labels(4), draw(100, seed)).loss(true);
  CHECK(sum / 300 == Approx(full).epsilon(0.05));
}

TEST_CASE("in evaluation the loss is that of the full softmax, by whatever blocks of classes") {
  SampledLoss full(some_labels(70), draw(3, 1));
  double expected = 0.0;
  for (std::size_t i = 0; i < 70; ++i) {
    double sum = 0.0;
    for (Id id = 0; id < classes; ++id) sum += std::exp(full.logit(i, id));
    expected += (std::log(sum) - full.logit(i, some_labels(70)[i])) / 70;
  }
  CHECK(full.loss(false) == Approx(expected).epsilon(1e-12));
  for (const auto& begins : std::vector<std::vector<std::size_t>>{{0}, {0, 49}, {0, 3, 4}, {0, 1, 20, 48}})
    CHECK(full.loss(begins) == Approx(expected).epsilon(1e-12));
}

TEST_CASE("the sampled softmax touches only the rows of labels and samples") {
  const std::vector<Id> labels = some_labels(4), samples = draw(5, 7);
  std::vector<bool> drawn(classes, false);
  for (const Id id : labels) drawn[id] = true;
  for (const Id id : samples) drawn[id] = true;
  const auto g = SampledLoss(labels, samples).gradients(/*training=*/true);
  CHECK(g.size() == 2);
  for (const auto& gradient : g) {
    CHECK(!gradient.dense());
    CHECK(gradient.rows_touched() == static_cast<std::size_t>(std::count(drawn.begin(), drawn.end(), true)));
    for (const Id id : gradient.touched()) CHECK(drawn[id]);
  }
}

TEST_CASE("in evaluation the gradient is that of the full softmax") {
  SampledLoss full(some_labels(130), draw(3, 1), loss_of_linear);  // more than two blocks of rows
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
  SampledLoss sampled(/*labels=*/{3}, /*samples=*/{3, 7, 3});
  // The label counts once, as itself; of the samples 7 alone, by its expected number of draws.
  const double of_label = sampled.logit(0, 3);
  const double of_7 = sampled.logit(0, 7) - std::log(3 * noise().probability(7));
  CHECK(sampled.loss(true) == Approx(std::log(std::exp(of_label) + std::exp(of_7)) - of_label).epsilon(1e-6));
  const double p = 1 / (1 + std::exp(of_7 - of_label));
  const auto bias = sampled.gradients(true)[1].to_dense();
  CHECK(bias.data()[3] == Approx(p - 1).epsilon(1e-6));
  CHECK(bias.data()[7] == Approx(1 - p).epsilon(1e-6));

  CHECK(SampledLoss({3}, {3, 3}).loss(true) == Approx(0).margin(1e-12));  // nothing to compare with: it is certain
}

}  // namespace
}  // namespace rowgrad
