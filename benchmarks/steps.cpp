// The cost of a training step by the size of the table: 1 and 10 million rows of 64, 1,024 random ids per step.
//
// A step is lookup, backward from a given random gradient and update, by the ordinary graph and optimizer. Both tables
// live in one process and take turns, so that a change in the machine's speed meets both. Usage: bench_steps [rows…]
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "core/parallel.hpp"
#include "graph/execute.hpp"
#include "graph/layer.hpp"
#include "optim/optimizer.hpp"

namespace rowgrad {
namespace {

constexpr std::size_t width = 64, ids_per_step = 1024, rounds = 2000, warm_up = 100;

// A loss of zero whose gradient is its second input, whatever the first.
class GivenGradient : public Layer {
 public:
  Signature output(const Wiring& in) const override { return {Kind::loss, in.rows(0).domain, 1}; }
  std::vector<std::string> examples() const override { return {}; }

  template <class T>
  void forward(Forward<T>& f) const {
    f.output().fill(T(0));
  }
  template <class T>
  void backward(Backward<T>& b) const {
    row_kernels<T>().axpy(T(1), b.input(1).data(), b.input_gradient(0).data(), b.input(1).size());
  }
};

Inputs& define(Inputs& inputs, std::size_t rows) {
  const Domain* token = inputs.domain("token");
  inputs.ids("tokens", token, rows, "random ids");
  inputs.rows("given", token, width, "the gradient of each looked-up row");
  return inputs;
}

ModelSpec lookup_only() {
  Registry<Layer> layers = Registry<Layer>::instance();
  layers.add("GivenGradient", {"", [] { return std::make_unique<Registered<GivenGradient>>(); }});
  return {Json::parse(R"([
    {"name": "embed", "layer": "Embedding", "input": "tokens", "dim": 64, "init": "zeros"},
    {"name": "loss", "layer": "GivenGradient", "inputs": ["embed", "given"]}])"),
          {"steps", "/model"},
          layers};
}

// One table with everything a step needs.
class Table {
 public:
  Table(std::size_t rows, const std::string& rule_type, const Json& rule_keys)
      : graph_(lookup_only(), {}, define(inputs_, rows)),
        rule_(Registry<Rule>::instance().entries().at(rule_type).create()),
        parameters_(initialise<float>(graph_.parameters(), Random(1))),
        rows_(rows) {
    Keys keys;
    rule_->declare(keys);
    keys.read(rule_keys, {"steps", "/optimizer"});
    optimizer_ = std::make_unique<Optimizer<float>>(*rule_, graph_.parameters());
    batch_.ids = {std::vector<Id>(ids_per_step), {}};
    batch_.values.resize(2);
    resize(batch_.values[1], ids_per_step, width);
    for (std::size_t i = 0; i < batch_.values[1].size(); ++i) {
      batch_.values[1].data()[i] = static_cast<float>(Random(2).normal(i));
    }
    batch_.extents.resize(1);
    batch_.extents[0].rows = ids_per_step;
  }

  /// Microseconds of one step on fresh random ids.
  double step(std::size_t number) {
    for (std::size_t i = 0; i < ids_per_step; ++i) {
      batch_.ids[0][i] = static_cast<Id>(Random(number).below(i, rows_));
    }
    const auto start = std::chrono::steady_clock::now();
    for (auto& gradient : gradients_) gradient.clear();
    forward(graph_, batch_, parameters_, tape_, {true, Random(0)});
    backward(graph_, batch_, parameters_, tape_, gradients_, {true, Random(0)}, Reduction::sum);
    optimizer_->step(parameters_, gradients_, 0.01);
    return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start).count();
  }

 private:
  Inputs inputs_;
  Graph graph_;
  std::unique_ptr<Rule> rule_;
  Parameters<float> parameters_;
  std::unique_ptr<Optimizer<float>> optimizer_;
  Tape<float> tape_ = make_tape<float>(graph_);
  Gradients<float> gradients_ = make_gradients<float>(graph_);
  Batch batch_;
  std::size_t rows_;
};

double median(std::vector<double>& values) {
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
  return values[values.size() / 2];
}

void compare(const std::vector<std::size_t>& sizes, const std::string& name, const std::string& rule,
             const Json& keys) {
  std::vector<std::unique_ptr<Table>> tables;
  tables.reserve(sizes.size());
  for (const std::size_t rows : sizes) tables.push_back(std::make_unique<Table>(rows, rule, keys));
  std::vector<std::vector<double>> times(sizes.size());
  for (std::size_t round = 0; round < rounds + warm_up; ++round) {
    for (std::size_t t = 0; t < tables.size(); ++t) {
      const double time = tables[t]->step(round);
      if (round >= warm_up) times[t].push_back(time);
    }
  }
  const double smallest = median(times[0]);
  for (std::size_t t = 0; t < sizes.size(); ++t) {
    fmt::print("{:<12} {:>12} {:>12.1f} {:>8.2f}\n", name, sizes[t], median(times[t]), median(times[t]) / smallest);
  }
}

}  // namespace
}  // namespace rowgrad

int main(int argc, char** argv) {
  using namespace rowgrad;
  set_threads(static_cast<int>(std::thread::hardware_concurrency()));
  std::vector<std::size_t> sizes;
  for (int i = 1; i < argc; ++i) sizes.push_back(std::strtoull(argv[i], nullptr, 10));
  if (sizes.empty()) sizes = {1'000'000, 10'000'000};
  fmt::print("{:<12} {:>12} {:>12} {:>8}\n", "optimizer", "rows", "µs per step", "ratio");
  compare(sizes, "SGD", "SGD", Json::object());
  compare(sizes, "AdamW lazy", "AdamW", {{"rows", "lazy"}});
}
