// The cost and the accuracy of row updates: dense, lazy and exact AdamW on one embedding table.
//
//   bench_optimizers speed V d           a line per row mode: milliseconds per step of lookup, backward and update
//   bench_optimizers accuracy [STEPS]    distance of float and of exact rows from dense rows in double
//   bench_optimizers drift               CSV: how far lazy and exact rows stand from dense ones, by a word's frequency
#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <map>
#include <numbers>
#include <optional>
#include <thread>

#include "config/catalogue.hpp"
#include "core/parallel.hpp"
#include "data/batch_builder.hpp"
#include "graph/build_graph.hpp"
#include "graph/execute.hpp"
#include "optim/optimizer.hpp"

namespace rowgrad {
namespace {

constexpr std::size_t ids_per_step = 1024;

const Where where{"bench", ""};

std::unique_ptr<UpdateRule> adamw(const std::string& rows, double weight_decay) {
  const Json config{{"type", "AdamW"}, {"rows", rows}, {"lr", 0.001}, {"weight_decay", weight_decay}};
  return read_section<UpdateRule>("optimizer", config, where);
}

// An Embedding by itself: the layer's own forward and backward, its output gradient given.
class Lookup {
 public:
  Lookup(std::size_t vocabulary, std::size_t d) : vocabulary_(vocabulary) {
    ids_ = inputs_.ids("ids", inputs_.space("token"), vocabulary, "random ids");
    const Json model = Json::array({{{"name", "embed"}, {"layer", "Embedding"}, {"input", "ids"}, {"dim", d}}});
    graph_ = build_graph(read_model(model, where), {}, inputs_, Leaves::any);
    node_ = graph_->find("embed").value();
    reads_ = rows_read(*graph_);
    parameters.push_back({specs()[0], {}});
    resize(parameters[0].value, vocabulary, d);
    parallel_for(parameters[0].value.size(), std::size_t{1} << 20, [&](std::size_t first, std::size_t last) {
      std::fill(parameters[0].value.data() + first, parameters[0].value.data() + last, 0.01F);
    });
    tape_ = make_tape<float>(*graph_);
    auto& gradient = tape_.nodes[node_].gradient;
    resize(gradient, ids_per_step, d);
    for (std::size_t i = 0; i < gradient.size(); ++i) gradient.data()[i] = static_cast<float>(Random(2).normal(i));
    gradients = make_gradients<float>(*graph_);
  }

  void draw(std::size_t step) {
    BatchBuilder build(inputs_, batch_);
    auto& ids = build.ids(ids_);
    ids.resize(ids_per_step);
    const Random random = Random(1).stream(step);
    for (std::size_t i = 0; i < ids_per_step; ++i) ids[i] = static_cast<Id>(random.below(i, vocabulary_));
    build.finish();
  }

  void step(Optimizer<float>& optimizer) {
    for (auto& gradient : gradients) gradient.clear();
    optimizer.catch_up(parameters, reads_, batch_);
    const Pass<float> pass{graph_->nodes(), batch_, parameters, tape_, mode_};
    forward_layer(pass, node_);
    backward_layers(pass, gradients);
    optimizer.step(parameters, gradients, 0.001);
  }

  const std::vector<ParameterSpec>& specs() const { return graph_->parameters(); }
  Parameters<float> parameters;
  Gradients<float> gradients;

 private:
  std::size_t vocabulary_;
  Inputs inputs_;
  IdsInput ids_;
  std::optional<Graph> graph_;
  std::size_t node_ = 0;
  std::vector<RowsRead> reads_;
  Batch batch_;
  Tape<float> tape_;
  Mode mode_;
};

double peak_gigabytes() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmHWM:")) return std::stod(line.substr(6)) / 1e6 * 1.024;
  }
  return 0.0;
}

// Warm-up lets every row of a small table be touched, so that exact rows have something to catch up with.
void speed(std::size_t vocabulary, std::size_t d, const std::vector<std::string>& modes) {
  for (const std::string& rows : modes) {
    const auto rule = adamw(rows, 0.01);
    Lookup lookup(vocabulary, d);
    auto state = initial_optimizer_state<float>(*rule, lookup.specs());
    Optimizer<float> optimizer(*rule, lookup.specs(), state);
    const std::size_t warm = rows == "dense" ? 3 : 600, timed = rows == "dense" ? 15 : 1000;
    std::vector<double> milliseconds;
    for (std::size_t i = 0; i < warm + timed; ++i) {
      lookup.draw(i);
      const auto start = std::chrono::steady_clock::now();
      lookup.step(optimizer);
      const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
      if (i >= warm) milliseconds.push_back(took.count());
    }
    std::sort(milliseconds.begin(), milliseconds.end());
    const double tables = 3.0 * 4.0 * static_cast<double>(vocabulary * d) / 1e9;
    fmt::print("{} {:.4f} {:.4f} {:.3f} {:.3f}\n", rows, milliseconds[timed / 2], milliseconds[timed / 10], tables,
               peak_gigabytes());
    std::fflush(stdout);
  }
}

// One table under one row mode, fed with Zipf-distributed ids.
template <class T>
struct Run {
  static constexpr std::size_t d = 16, per_step = 32;

  Run(const std::string& rows, std::size_t words)
      : vocabulary(words),
        rule(adamw(rows, 0.1)),
        state(initial_optimizer_state<T>(*rule, specs)),
        optimizer(*rule, specs, state),
        parameters(initialise<T>(specs, Random(3))) {
    gradients.emplace_back(vocabulary, d);
    for (std::size_t i = 0; i < parameters[0].value.size(); ++i)
      parameters[0].value.data()[i] = static_cast<T>(static_cast<float>(0.1 * Random(3).normal(i)));
  }

  /// Gradients of magnitudes 1e-6 to 1, by row and step, along a direction of the row's own plus noise.
  void step(std::size_t index, std::size_t steps) {
    const Random random = Random(7).stream(index);
    gradients[0].clear();
    for (std::size_t k = 0; k < per_step; ++k) {
      const auto id = static_cast<Id>(std::exp(random.uniform(k) * std::log(double(vocabulary))) - 1.0);
      const double magnitude = std::pow(10.0, -6.0 * random.uniform(1000 + k));
      std::array<T, d> g;
      for (std::size_t j = 0; j < d; ++j) {
        const double own = Random(11).stream(id).normal(j);
        g[j] = static_cast<T>(static_cast<float>(magnitude * (own + random.normal(10000 + k * d + j))));
      }
      gradients[0].add_row(id, g.data());
      ++seen[id];
    }
    const double lr = 0.001 * 0.5 * (1.0 + std::cos(std::numbers::pi * double(index) / double(steps)));
    optimizer.step(parameters, gradients, lr);
  }

  std::size_t vocabulary;
  std::vector<ParameterSpec> specs{{Param{0, "table"}, vocabulary, d, Init{}}};
  std::unique_ptr<UpdateRule> rule;
  OptimizerState<T> state;
  Optimizer<T> optimizer;  // works on `state`
  Parameters<T> parameters;
  std::vector<Gradient<T>> gradients;
  std::map<Id, std::size_t> seen;
};

template <class A, class B>
double distance(Run<A>& a, Run<B>& b, std::size_t row) {
  double worst = 0.0;
  for (std::size_t j = 0; j < Run<A>::d; ++j) {
    const double difference = static_cast<double>(a.parameters[0].value(row, j)) - b.parameters[0].value(row, j);
    worst = std::max(worst, std::abs(difference));
  }
  return worst;
}

template <class A, class B>
double distance(Run<A>& a, Run<B>& b) {
  double worst = 0.0;
  for (std::size_t i = 0; i < a.vocabulary; ++i) worst = std::max(worst, distance(a, b, i));
  return worst;
}

void accuracy(std::size_t steps) {
  constexpr std::size_t vocabulary = 2000;
  Run<double> truth("dense", vocabulary), plain("exact", vocabulary), lazy("lazy", vocabulary);
  Run<float> dense("dense", vocabulary), exact("exact", vocabulary);
  for (std::size_t i = 0; i < steps; ++i) {
    for (auto* run : {&truth, &plain, &lazy}) run->step(i, steps);
    for (auto* run : {&dense, &exact}) run->step(i, steps);
  }
  plain.optimizer.catch_up_all(plain.parameters);
  exact.optimizer.catch_up_all(exact.parameters);
  fmt::print("{} steps, largest distance of a weight from dense AdamW in double\n", steps);
  fmt::print("exact, double, plain sum   {:.1e}\n", distance(plain, truth));
  fmt::print("exact, float               {:.1e}\n", distance(exact, truth));
  fmt::print("dense, float               {:.1e}\n", distance(dense, truth));
  fmt::print("lazy, double               {:.1e}\n", distance(lazy, truth));
}

// A word's distance from where it started, and from where each mode takes it, by how often it occurred.
void drift() {
  constexpr std::size_t steps = 5000, vocabulary = 50000;
  Run<float> start("lazy", vocabulary), dense("dense", vocabulary), lazy("lazy", vocabulary),
      exact("exact", vocabulary);
  for (std::size_t i = 0; i < steps; ++i) {
    for (auto* run : {&dense, &lazy, &exact}) run->step(i, steps);
  }
  exact.optimizer.catch_up_all(exact.parameters);
  fmt::print("occurrences,words,moved by dense,moved by lazy,lazy from dense,exact from dense\n");
  std::map<std::size_t, std::vector<std::size_t>> words;  // by the power of two of their occurrences; 0: never
  for (std::size_t i = 0; i < vocabulary; ++i) {
    const auto it = dense.seen.find(static_cast<Id>(i));
    words[it == dense.seen.end() ? 0 : std::bit_floor(it->second)].push_back(i);
  }
  for (const auto& [occurrences, ids] : words) {
    const auto mean = [&, &members = ids](auto& a, auto& b) {
      double sum = 0.0;
      for (const std::size_t id : members) sum += distance(a, b, id);
      return sum / static_cast<double>(members.size());
    };
    fmt::print("{},{},{:.3e},{:.3e},{:.3e},{:.3e}\n", occurrences, ids.size(), mean(dense, start), mean(lazy, start),
               mean(lazy, dense), mean(exact, dense));
  }
}

}  // namespace
}  // namespace rowgrad

int main(int argc, char** argv) {
  using namespace rowgrad;
  const std::vector<std::string> args(argv + 1, argv + argc);
  set_threads(static_cast<int>(std::thread::hardware_concurrency()));
  if (args.size() >= 3 && args[0] == "speed") {
    const std::vector<std::string> modes(args.begin() + 3, args.end());
    speed(std::stoul(args[1]), std::stoul(args[2]),
          modes.empty() ? std::vector<std::string>{"dense", "lazy", "exact"} : modes);
  } else if (!args.empty() && args[0] == "accuracy") {
    accuracy(args.size() > 1 ? std::stoul(args[1]) : 10000);
  } else if (!args.empty() && args[0] == "drift") {
    drift();
  } else {
    fmt::print(stderr, "bench_optimizers speed V d [MODE]... | accuracy [STEPS] | drift\n");
    return 2;
  }
  return 0;
}
