#include "graph/gradcheck.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "graph/playground.hpp"

namespace rowgrad {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

Matrix<double> random_matrix(std::size_t rows, std::size_t columns, double scale, const Random& random) {
  Matrix<double> m;
  resize(m, rows, columns);
  for (std::size_t i = 0; i < m.size(); ++i) m.data()[i] = scale * random.normal(i);
  return m;
}

// Something to differentiate by: a real-valued input or a trainable parameter.
struct Target {
  std::string name;
  bool is_input;
  std::size_t index;  // node or parameter
};

class Checker {
 public:
  Checker(const Graph& graph, const Batch& batch, const GradcheckOptions& options)
      : graph_(graph),
        batch_(batch),
        options_(options),
        nodes_(graph.nodes()),
        mode_{true, options.random.stream("mode")},
        parameters_(initialise<double>(graph.parameters(), options.random)),
        tape_(make_tape<double>(graph)) {
    find_targets();
    forward();
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      const auto& output = tape_.nodes[i].output;
      if (is_leaf(i))
        cotangents_.push_back({i, random_matrix(rows(output), columns(output), 1.0, options_.random.stream(1000 + i))});
    }
    base_ = outputs();
  }

  std::vector<GradientError> run() {
    const auto from_sparse = analytic(/*dense=*/false, nodes_);
    const auto from_dense = analytic(/*dense=*/true, nodes_);
    std::vector<GradientError> errors;
    for (std::size_t t = 0; t < targets_.size(); ++t) {
      errors.push_back(check(targets_[t], from_sparse[t], from_dense[t]));
      if (targets_[t].is_input) check_unwanted(t, from_sparse, errors);
    }
    return errors;
  }

 private:
  struct Leaf {
    std::size_t node;
    Matrix<double> value;
  };

  bool is_leaf(std::size_t node) const {
    if (node < graph_.input_count()) return false;
    for (const Node& other : nodes_) {
      for (const std::size_t input : other.inputs) {
        if (input == node) return false;
      }
    }
    return true;
  }

  void find_targets() {
    std::vector<bool> read(nodes_.size(), false);
    for (const Node& node : nodes_) {
      for (const std::size_t input : node.inputs) read[input] = true;
    }
    for (std::size_t i = 0; i < graph_.input_count(); ++i) {
      if (!read[i] || nodes_[i].signature.kind != Kind::rows) continue;
      tape_.nodes[i].output = batch_.values[i];
      targets_.push_back({"input " + nodes_[i].name, true, i});
      nodes_[i].differentiable = true;
    }
    spread_differentiable(nodes_);
    for (std::size_t p = 0; p < parameters_.size(); ++p) {
      const ParameterSpec& spec = parameters_[p].spec;
      if (!spec.trainable) continue;
      // Zeros and other symmetric starts would hide mistakes.
      parameters_[p].value = random_matrix(spec.rows, spec.columns, 0.5, options_.random.stream("p").stream(p));
      targets_.push_back({"parameter " + spec.name, false, p});
    }
    for (std::size_t p = 0; p < parameters_.size(); ++p) {
      buffers_.push_back(parameters_[p].spec.trainable ? Matrix<double>() : parameters_[p].value);
    }
  }

  void spread_differentiable(std::vector<Node>& nodes) const {
    for (std::size_t i = graph_.input_count(); i < nodes.size(); ++i) {
      nodes[i].differentiable = false;
      for (const std::size_t p : nodes[i].parameters) nodes[i].differentiable |= graph_.parameters()[p].trainable;
      for (const std::size_t input : nodes[i].inputs) nodes[i].differentiable |= nodes[input].differentiable;
    }
  }

  Matrix<double>& value(const Target& target) {
    return target.is_input ? tape_.nodes[target.index].output : parameters_[target.index].value;
  }

  void forward() {
    for (std::size_t p = 0; p < parameters_.size(); ++p) {
      if (!parameters_[p].spec.trainable) parameters_[p].value = buffers_[p];
    }
    for (std::size_t i = graph_.input_count(); i < nodes_.size(); ++i) {
      auto& entry = tape_.nodes[i];
      resize(entry.output, batch_.rows(*nodes_[i].signature.domain), nodes_[i].signature.width);
      entry.output.fill(nan);
      for (auto& kept : entry.kept) kept.fill(nan);
      Forward<double> context(nodes_, i, batch_, parameters_, tape_, mode_);
      graph_.layer(nodes_[i]).forward(context);
    }
  }

  std::vector<Matrix<double>> outputs() const {
    std::vector<Matrix<double>> values;
    for (const Leaf& leaf : cotangents_) values.push_back(tape_.nodes[leaf.node].output);
    return values;
  }

  // Σ cotangent · (a − b): rows that did not change cancel exactly.
  double weighed_difference(const std::vector<Matrix<double>>& a, const std::vector<Matrix<double>>& b) const {
    double sum = 0.0;
    for (std::size_t l = 0; l < a.size(); ++l) {
      for (std::size_t i = 0; i < a[l].size(); ++i)
        sum += cotangents_[l].value.data()[i] * (a[l].data()[i] - b[l].data()[i]);
    }
    return sum;
  }

  // What backward adds for every target, on top of gradients that are not zero at the start.
  std::vector<Matrix<double>> analytic(bool dense, const std::vector<Node>& nodes) {
    forward();
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      auto& gradient = tape_.nodes[i].gradient;
      resize(gradient, rows(tape_.nodes[i].output), columns(tape_.nodes[i].output));
      gradient.fill(0.0);
    }
    for (const Leaf& leaf : cotangents_) tape_.nodes[leaf.node].gradient = leaf.value;
    auto gradients = make_gradients<double>(graph_);
    std::vector<Matrix<double>> start;
    for (const Target& target : targets_) {
      const Matrix<double>& v = value(target);
      start.push_back(random_matrix(rows(v), columns(v), 1.0, options_.random.stream("start").stream(start.size())));
      if (target.is_input) {
        tape_.nodes[target.index].gradient = start.back();
      } else if (dense) {
        gradients[target.index].add(start.back());
      } else {  // two rows of it, the rest is zero
        for (std::size_t r = 1; r + 1 < rows(v); ++r) std::fill_n(row(start.back(), r), columns(v), 0.0);
        gradients[target.index].add_row(0, row(start.back(), 0));
        if (rows(v) > 1) gradients[target.index].add_row(static_cast<Id>(rows(v) - 1), row(start.back(), rows(v) - 1));
      }
    }
    for (std::size_t i = nodes.size(); i-- > graph_.input_count();) {
      if (!nodes[i].differentiable) continue;
      Backward<double> context(nodes, i, batch_, parameters_, tape_, gradients, mode_);
      graph_.layer(nodes[i]).backward(context);
    }
    std::vector<Matrix<double>> added;
    for (std::size_t t = 0; t < targets_.size(); ++t) {
      added.push_back(targets_[t].is_input ? tape_.nodes[targets_[t].index].gradient
                                           : gradients[targets_[t].index].to_dense());
      for (std::size_t i = 0; i < added[t].size(); ++i) added[t].data()[i] -= start[t].data()[i];
    }
    return added;
  }

  struct Derivative {
    double central;
    bool kink;
  };

  // The derivative at 0 of the weighed outputs as a function of h; move(h) puts the target there.
  template <class Move>
  Derivative differentiate(const Move& move) {
    move(options_.step);
    forward();
    const auto right = outputs();
    move(-options_.step);
    forward();
    const auto left = outputs();
    move(0.0);
    const double central = weighed_difference(right, left) / (2.0 * options_.step);
    const double bend = (weighed_difference(right, base_) - weighed_difference(base_, left)) / options_.step;
    return {central, std::abs(bend) > 1e-3 * std::max(1.0, std::abs(central))};
  }

  // All elements of a small matrix; of a large one half from rows with a gradient and half from anywhere.
  std::vector<std::size_t> elements_of(const Matrix<double>& gradient) const {
    std::vector<std::size_t> elements;
    if (gradient.size() <= options_.elements) {
      for (std::size_t i = 0; i < gradient.size(); ++i) elements.push_back(i);
      return elements;
    }
    std::vector<std::size_t> active;
    for (std::size_t i = 0; i < gradient.size(); ++i) {
      if (gradient.data()[i] != 0.0) active.push_back(i);
    }
    const Random random = options_.random.stream("elements");
    for (std::size_t i = 0; i < options_.elements; ++i) {
      const bool anywhere = i % 2 == 0 || active.empty();
      elements.push_back(anywhere ? random.below(i, gradient.size()) : active[random.below(i, active.size())]);
    }
    return elements;
  }

  GradientError check(const Target& target, const Matrix<double>& sparse, const Matrix<double>& dense) {
    GradientError result;
    result.name = target.name;
    Matrix<double>& v = value(target);
    double largest = 0.0;
    const auto elements = elements_of(sparse);
    std::vector<Derivative> numeric;
    for (const std::size_t i : elements) {
      const double original = v.data()[i];
      numeric.push_back(differentiate([&](double h) { v.data()[i] = original + h; }));
      if (std::isfinite(numeric.back().central)) largest = std::max(largest, std::abs(numeric.back().central));
    }
    for (std::size_t e = 0; e < elements.size(); ++e) {
      const std::size_t i = elements[e];
      ++result.checked;
      for (const Matrix<double>* gradient : {&sparse, &dense}) {
        const double error = relative_error(gradient->data()[i], numeric[e].central, largest);
        if (error > options_.tolerance && numeric[e].kink && std::isfinite(error)) {
          ++result.skipped;
          break;
        }
        if (error <= result.error) continue;
        result.error = error;
        result.row = i / columns(v);
        result.column = i % columns(v);
        result.analytic = gradient->data()[i];
        result.numeric = numeric[e].central;
      }
    }
    if (elements.size() < sparse.size()) check_direction(v, sparse, result);
    if (result.problem.empty() && !(result.error <= options_.tolerance)) {
      result.problem = fmt::format("off by {:.1e} at row {}, column {}: backward says {:.9g}, differences say {:.9g}",
                                   result.error, result.row, result.column, result.analytic, result.numeric);
    }
    if (10 * result.skipped > result.checked) result.problem = "not smooth at most points";
    return result;
  }

  // One random direction through the whole matrix: no row escapes, however large the table.
  void check_direction(Matrix<double>& v, const Matrix<double>& gradient, GradientError& result) {
    const auto direction = random_matrix(rows(v), columns(v), 1.0, options_.random.stream("direction"));
    const Matrix<double> original = v;
    const Derivative numeric = differentiate([&](double h) {
      for (std::size_t i = 0; i < v.size(); ++i) v.data()[i] = original.data()[i] + h * direction.data()[i];
    });
    double along = 0.0;
    for (std::size_t i = 0; i < v.size(); ++i) along += gradient.data()[i] * direction.data()[i];
    const double error = relative_error(along, numeric.central, 0.0);
    if (!numeric.kink && !(error <= 100.0 * options_.tolerance)) {
      result.error = std::max(result.error, error);
      result.problem =
          fmt::format("off by {:.1e} along a random direction: backward says {:.9g}, differences say {:.9g}", error,
                      along, numeric.central);
    }
  }

  // If nobody wants the gradient of this input, backward must leave it alone and do the rest as before.
  void check_unwanted(std::size_t unwanted, const std::vector<Matrix<double>>& wanted,
                      std::vector<GradientError>& errors) {
    std::vector<Node> nodes = nodes_;
    nodes[targets_[unwanted].index].differentiable = false;
    spread_differentiable(nodes);
    const auto added = analytic(/*dense=*/false, nodes);
    for (std::size_t i = 0; i < added[unwanted].size(); ++i) {
      if (added[unwanted].data()[i] != 0.0) errors.back().problem = "written to although nobody wants it";
    }
    for (std::size_t t = 0; t < targets_.size(); ++t) {
      if (t != unwanted && added[t] != wanted[t])
        errors.back().problem = fmt::format("the gradient of {} changes when nobody wants it", targets_[t].name);
    }
  }

  static double relative_error(double analytic, double numeric, double largest) {
    if (!std::isfinite(analytic) || !std::isfinite(numeric)) return infinity;
    const double scale = std::max({std::abs(analytic), std::abs(numeric), 0.01 * largest, 1e-6});
    return std::abs(analytic - numeric) / scale;
  }

  const Graph& graph_;
  const Batch& batch_;
  const GradcheckOptions options_;
  std::vector<Node> nodes_;  // the graph's, with real-valued inputs differentiable
  Mode mode_;
  Parameters<double> parameters_;
  std::vector<Matrix<double>> buffers_;  // by parameter, as they were at the start
  Tape<double> tape_;
  std::vector<Target> targets_;
  std::vector<Leaf> cotangents_;
  std::vector<Matrix<double>> base_;
};

}  // namespace

std::vector<GradientError> check_gradients(const Graph& graph, const Batch& batch, const GradcheckOptions& options) {
  return Checker(graph, batch, options).run();
}

std::vector<ExampleCheck> check_layer(const std::string& layer, const Registry<Layer>& registry) {
  const Playground playground;
  std::vector<ExampleCheck> checks;
  for (const std::string& example : registry.entries().at(layer).create()->examples()) {
    const Graph graph = playground.graph(layer, example, registry);
    checks.push_back({example, check_gradients(graph, playground.batch())});
  }
  return checks;
}

}  // namespace rowgrad
