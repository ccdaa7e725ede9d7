// The cost of a training step by the size of the table: 1 and 10 million rows of 64, 1,024 random ids per step.
//
// A step is lookup, backward from a given random gradient and update, by the ordinary graph and optimizer. Both tables
// live in one process and take turns, so that a change in the machine's speed meets both. Usage: bench_steps [rows…]
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "config/catalogue.hpp"
#include "core/parallel.hpp"
#include "data/batch_builder.hpp"
#include "graph/build_graph.hpp"
#include "graph/execute.hpp"
#include "optim/optimizer.hpp"

namespace rowgrad {
namespace {

constexpr std::size_t width = 64, ids_per_step = 1024, rounds = 2000, warm_up = 100;

// A loss of zero whose gradient is its second input, whatever the first.
class GivenGradient : public Layer {
 public:
  static constexpr Input rows{0, "rows"}, given{1, "given"};

  ValueType output(const LayerInputs& in) const override { return {Kind::loss, in.real(rows).space, 1}; }
  std::vector<std::string> examples() const override { return {}; }

  template <class T>
  void forward(Forward<T>& f) const {
    f.output().fill(T(0));
  }
  template <class T>
  void backward(Backward<T>& b) const {
    const Matrix<T>& g = b.input(given);
    row_kernels<T>().axpy(T(1), g.data(), b.input_gradient(rows)->data(), g.size());
  }
};

// One batch of random ids, and the gradient of each looked-up row.
class Lookups {
 public:
  explicit Lookups(std::size_t rows) : rows_(rows) {
    const RowSpace& token = inputs_.space("token");
    tokens_ = inputs_.ids("tokens", token, rows, "random ids");
    const RealInput given = inputs_.real("given", token, width, "the gradient of each looked-up row");
    std::vector<float> gradient(ids_per_step * width);
    for (std::size_t i = 0; i < gradient.size(); ++i) gradient[i] = static_cast<float>(Random(2).normal(i));
    BatchBuilder build(inputs_, batch_);
    build.ids(tokens_).resize(ids_per_step);
    build.set(given, gradient);
    build.finish();
  }

  const Inputs& inputs() const { return inputs_; }
  /// Fresh ids for the step of this number.
  const Batch& batch(std::size_t number) {
    auto& ids = batch_.ids[tokens_.index];
    for (std::size_t i = 0; i < ids.size(); ++i) ids[i] = static_cast<Id>(Random(number).below(i, rows_));
    return batch_;
  }

 private:
  std::size_t rows_;
  Inputs inputs_;
  IdsInput tokens_;
  Batch batch_;
};

Graph lookup_only(const Inputs& inputs) {
  Registry<Layer> layers = Registry<Layer>::instance();
  layers.add("GivenGradient", {"", [] { return std::make_unique<Registered<GivenGradient>>(); }});
  const Json model = Json::parse(R"([
    {"name": "embed", "layer": "Embedding", "input": "tokens", "dim": 64, "init": "zeros"},
    {"name": "loss", "layer": "GivenGradient", "inputs": ["embed", "given"]}])");
  return build_graph(read_model(model, {"steps", "/model"}, layers), {}, inputs);
}

// One table with everything a step needs.
class Table {
 public:
  Table(std::size_t rows, const Json& optimizer)
      : lookups_(rows),
        graph_(lookup_only(lookups_.inputs())),
        rule_(read_section<UpdateRule>("optimizer", optimizer, {"steps", "/optimizer"})),
        parameters_(initialise<float>(graph_.parameters(), Random(1))) {}

  /// Microseconds of one step on fresh random ids.
  double step(std::size_t number) {
    const Batch& batch = lookups_.batch(number);
    const auto start = std::chrono::steady_clock::now();
    for (auto& gradient : gradients_) gradient.clear();
    forward(graph_, batch, parameters_, tape_, {true, Random(0)});
    backward(graph_, batch, parameters_, tape_, gradients_, {true, Random(0)}, Reduction::sum);
    optimizer_.step(parameters_, gradients_, 0.01);
    return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start).count();
  }

 private:
  Lookups lookups_;
  Graph graph_;
  std::unique_ptr<UpdateRule> rule_;
  Parameters<float> parameters_;
  OptimizerState<float> state_ = initial_optimizer_state<float>(*rule_, graph_.parameters());
  Optimizer<float> optimizer_{*rule_, graph_.parameters(), state_};
  Tape<float> tape_ = make_tape<float>(graph_);
  Gradients<float> gradients_ = make_gradients<float>(graph_);
};

double median(std::vector<double>& values) {
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
  return values[values.size() / 2];
}

void compare(const std::vector<std::size_t>& sizes, const std::string& name, const Json& optimizer) {
  std::vector<std::unique_ptr<Table>> tables;
  tables.reserve(sizes.size());
  for (const std::size_t rows : sizes) tables.push_back(std::make_unique<Table>(rows, optimizer));
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
  compare(sizes, "SGD", {{"type", "SGD"}});
  compare(sizes, "AdamW lazy", {{"type", "AdamW"}, {"rows", "lazy"}});
}
