#include "verify/gradcheck.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "verify/layer_fixture.hpp"
#include "verify/scalar_function.hpp"

namespace rowgrad {
namespace {

// Something to differentiate by: a real-valued input or a trainable parameter.
struct Target {
  std::string name;
  bool is_input;
  std::size_t index;  // node or parameter
};

std::vector<Target> targets_of(const Graph& graph) {
  std::vector<Target> targets;
  for (std::size_t i = 0; i < graph.input_count(); ++i) {
    const Node& input = graph.node(i);
    if (input.type.kind == Kind::real && graph.reads(i)) targets.push_back({"input " + input.name, true, i});
  }
  for (std::size_t p = 0; p < graph.parameters().size(); ++p) {
    const ParameterSpec& spec = graph.parameters()[p];
    if (spec.trainable) targets.push_back({"parameter " + spec.name, false, p});
  }
  return targets;
}

// Zeros and other symmetric starts would hide mistakes.
Parameters<double> random_parameters(const Graph& graph, const Random& random) {
  auto parameters = initialise<double>(graph.parameters(), random);
  for (std::size_t p = 0; p < parameters.size(); ++p) {
    const ParameterSpec& spec = parameters[p].spec;
    if (spec.trainable)
      parameters[p].value = random_matrix(spec.rows, spec.columns, 0.5, random.stream("parameter").stream(p));
  }
  return parameters;
}

// Puts `start` into a gradient. Sparse: its first and its last row, and makes the others zero.
void prefill(Gradient<double>& gradient, Matrix<double>& start, bool dense) {
  if (dense) return gradient.add(start);
  const std::size_t last = rows(start) - 1;
  for (std::size_t r = 1; r < last; ++r) std::fill_n(row(start, r), columns(start), 0.0);
  gradient.add_row(0, row(start, 0));
  if (last > 0) gradient.add_row(static_cast<Id>(last), row(start, last));
}

double relative_error(double analytic, double numeric, double largest) {
  if (!std::isfinite(analytic) || !std::isfinite(numeric)) return std::numeric_limits<double>::infinity();
  const double scale = std::max({std::abs(analytic), std::abs(numeric), 0.01 * largest, 1e-6});
  return std::abs(analytic - numeric) / scale;
}

class Checker {
 public:
  Checker(const Graph& graph, const Batch& batch, const GradcheckOptions& options)
      : options_(options),
        runner_(graph, batch, random_parameters(graph, options.random), {true, options.random.stream("mode")}),
        function_(runner_, graph, options.random.stream("leaf"), options.step),
        targets_(targets_of(graph)) {}

  std::vector<GradientError> run() {
    std::vector<GradientError> errors;
    runner_.forward();  // the second pass: the first found saved matrices empty, this one found them NaN
    if (!runner_.fault().empty()) return {fault("forward")};
    const auto from_sparse = analytic(/*dense=*/false);
    if (!runner_.fault().empty()) return {fault("backward")};
    const auto from_dense = analytic(/*dense=*/true);
    if (!runner_.fault().empty()) return {fault("backward")};
    for (std::size_t t = 0; t < targets_.size(); ++t) {
      errors.push_back(check(targets_[t], from_sparse[t], from_dense[t]));
      if (targets_[t].is_input) check_unneeded(t, from_sparse, errors);
    }
    return errors;
  }

 private:
  GradientError fault(const std::string& pass) const {
    GradientError error;
    error.name = pass;
    error.problem = runner_.fault();
    return error;
  }

  Matrix<double>& value(const Target& target) {
    return target.is_input ? runner_.value(target.index) : runner_.parameters[target.index].value;
  }

  // What backward adds for every target, on top of gradients that are not zero at the start; nothing if it fails.
  std::vector<Matrix<double>> analytic(bool dense) {
    runner_.forward();
    runner_.clear();
    function_.start_backward();
    std::vector<Matrix<double>> start;
    for (std::size_t t = 0; t < targets_.size(); ++t) {
      const Matrix<double>& v = value(targets_[t]);
      start.push_back(random_matrix(rows(v), columns(v), 1.0, options_.random.stream("start").stream(t)));
      if (targets_[t].is_input)
        runner_.gradient(targets_[t].index) = start[t];
      else
        prefill(runner_.gradients[targets_[t].index], start[t], dense);
    }
    runner_.backward();
    std::vector<Matrix<double>> added;
    if (!runner_.fault().empty()) return added;
    for (std::size_t t = 0; t < targets_.size(); ++t) {
      added.push_back(targets_[t].is_input ? runner_.gradient(targets_[t].index)
                                           : runner_.gradients[targets_[t].index].to_dense());
      xt::noalias(added[t]) -= start[t];
    }
    return added;
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
    const auto elements = elements_of(sparse);
    std::vector<ScalarFunction::Derivative> numeric;
    double largest = 0.0;
    for (const std::size_t i : elements) {
      const double original = v.data()[i];
      numeric.push_back(function_.differentiate([&](double h) { v.data()[i] = original + h; }));
      if (std::isfinite(numeric.back().central)) largest = std::max(largest, std::abs(numeric.back().central));
    }
    for (std::size_t e = 0; e < elements.size(); ++e) {
      const std::size_t i = elements[e];
      compare(i, columns(v), {sparse.data()[i], dense.data()[i]}, numeric[e], largest, result);
    }
    if (elements.size() < sparse.size()) check_direction(v, sparse, result);
    if (result.problem.empty() && !(result.error <= options_.tolerance)) {
      result.problem = fmt::format("off by {:.1e} at row {}, column {}: backward says {:.9g}, differences say {:.9g}",
                                   result.error, result.row, result.column, result.analytic, result.numeric);
    }
    if (10 * result.skipped > result.checked) result.problem = "not smooth at most points";
    return result;
  }

  // One element, whose gradient was added to a sparse and to a dense one.
  void compare(std::size_t element, std::size_t columns, std::initializer_list<double> analytic,
               const ScalarFunction::Derivative& numeric, double largest, GradientError& result) const {
    ++result.checked;
    for (const double gradient : analytic) {
      const double error = relative_error(gradient, numeric.central, largest);
      if (error > options_.tolerance && numeric.kink && std::isfinite(error)) {
        ++result.skipped;
        return;
      }
      if (error <= result.error) continue;
      result.error = error;
      result.row = element / columns;
      result.column = element % columns;
      result.analytic = gradient;
      result.numeric = numeric.central;
    }
  }

  // One random direction through the whole matrix: no row escapes, however large the table.
  void check_direction(Matrix<double>& v, const Matrix<double>& gradient, GradientError& result) {
    const auto direction = random_matrix(rows(v), columns(v), 1.0, options_.random.stream("direction"));
    const Matrix<double> original = v;
    const ScalarFunction::Derivative numeric =
        function_.differentiate([&](double h) { xt::noalias(v) = original + h * direction; });
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

  // If nobody needs the gradient of this input, backward must do the rest as before.
  void check_unneeded(std::size_t unneeded, const std::vector<Matrix<double>>& expected,
                      std::vector<GradientError>& errors) {
    runner_.set_needs_gradient(targets_[unneeded].index, false);
    const auto added = analytic(/*dense=*/false);
    runner_.set_needs_gradient(targets_[unneeded].index, true);
    if (!runner_.fault().empty()) {
      errors.back().problem = "where nobody needs it, " + runner_.fault();
      return;
    }
    for (std::size_t t = 0; t < targets_.size(); ++t) {
      if (t != unneeded && added[t] != expected[t])
        errors.back().problem = fmt::format("where nobody needs it, the gradient of {} changes", targets_[t].name);
    }
  }

  const GradcheckOptions options_;
  GraphRunner<double> runner_;
  ScalarFunction function_;
  std::vector<Target> targets_;
};

}  // namespace

std::vector<GradientError> check_gradients(const Graph& graph, const Batch& batch, const GradcheckOptions& options) {
  return Checker(graph, batch, options).run();
}

std::vector<ExampleCheck> check_layer(const std::string& layer, const Registry<Layer>& registry) {
  const LayerFixture fixture;
  std::vector<ExampleCheck> checks;
  for (const std::string& example : registry.entries().at(layer).create()->examples()) {
    const Graph graph = fixture.graph(layer, example, registry);
    checks.push_back({example, check_gradients(graph, fixture.batch())});
  }
  return checks;
}

}  // namespace rowgrad
