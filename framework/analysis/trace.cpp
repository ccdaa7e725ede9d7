#include "analysis/trace.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/row_names.hpp"
#include "graph/class_scores.hpp"
#include "graph/execute.hpp"
#include "optim/optimizer.hpp"
#include "session/row_meaning.hpp"

namespace rowgrad {
namespace {

std::vector<float> copy_row(const Matrix<float>& m, std::size_t i) { return {row(m, i), row(m, i) + columns(m)}; }

// Which nodes need the label, by node, whatever they do with it.
std::vector<bool> needs_label(const Experiment& experiment) {
  const Graph& graph = experiment.graph;
  std::vector<bool> needs(graph.nodes().size(), false);
  for (std::size_t i = 0; i < graph.input_count(); ++i) {
    if (graph.node(i).type.kind == Kind::ids)
      needs[i] = meaning_of_ids(graph, *experiment.dataset, i) == Meaning::labels;
  }
  for (std::size_t i = graph.input_count(); i < needs.size(); ++i) {
    for (const std::size_t input : graph.node(i).inputs) needs[i] = needs[i] || needs[input];
  }
  return needs;
}

std::size_t rows_that_differ(const Matrix<float>& a, const Matrix<float>& b) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < rows(a); ++i) count += std::equal(row(a, i), row(a, i) + columns(a), row(b, i)) ? 0 : 1;
  return count;
}

class Tracer {
 public:
  /// With `label` false, what needs the label is left out.
  Tracer(const Experiment& experiment, Parameters<float>& parameters, const Batch& batch, bool label)
      : experiment_(experiment),
        graph_(experiment.graph),
        parameters_(parameters),
        batch_(batch),
        tape_(make_tape<float>(graph_)),
        left_out_(label ? std::vector<bool>(graph_.nodes().size(), false) : needs_label(experiment)),
        has_label_(label) {}

  Trace run_forward() {
    std::vector<std::size_t> plan;
    for (std::size_t i = 0; i < left_out_.size(); ++i) {
      if (!left_out_[i]) plan.push_back(i);
    }
    forward(graph_, plan, batch_, parameters_, tape_, Mode{});
    Trace trace;
    trace.inputs = inputs();
    trace.outputs = outputs();
    trace.classifier = classifier();
    return trace;
  }

  Trace run(const std::vector<TraceStep>& steps) {
    Trace trace = run_forward();
    trace.losses = losses();
    auto gradients = make_gradients<float>(graph_);
    backward(graph_, batch_, parameters_, tape_, gradients, Mode{}, Reduction::sum);
    if (trace.classifier) trace.classifier->gap = gap(trace.classifier->probabilities);
    trace.gradients = output_gradients();
    trace.parameters = touched(gradients);
    for (auto& gradient : gradients) gradient.own();  // a step's forward pass changes the tape
    const Parameters<float> start = parameters_;
    for (const TraceStep& step : steps) {
      trace.updates.push_back(update(step, start, gradients, trace.parameters));
      parameters_ = start;
    }
    return trace;
  }

 private:
  std::vector<std::string> names(std::size_t input) const {
    std::vector<std::string> names;
    for (const Id id : batch_.ids[input]) names.push_back(experiment_.dataset->id_name(input, id));
    return names;
  }

  std::vector<Trace::Ids> inputs() const {
    std::vector<Trace::Ids> list;
    for (std::size_t i = 0; i < graph_.input_count(); ++i) {
      if (graph_.node(i).type.kind != Kind::ids || left_out_[i]) continue;
      list.push_back({graph_.node(i).name, {}, {}});
      if (!graph_.reads(i)) continue;
      list.back().ids = batch_.ids[i];
      list.back().names = names(i);
    }
    return list;
  }

  std::vector<Trace::Output> outputs() const {
    std::vector<Trace::Output> list;
    for (std::size_t i = graph_.input_count(); i < graph_.nodes().size(); ++i) {
      if (left_out_[i]) continue;
      const Node& node = graph_.node(i);
      std::vector<std::string> inputs;
      for (const std::size_t input : node.inputs) inputs.push_back(graph_.node(input).name);
      list.push_back({node.name, node.layer_name(), std::move(inputs), node.type.space->name, tape_.nodes[i].output});
    }
    return list;
  }

  std::optional<ClassScores> class_scores() const { return ClassScores::find(graph_, /*named=*/false); }

  std::optional<Trace::Classifier> classifier() const {
    const auto scores = class_scores();
    if (!scores || left_out_[scores->logits]) return std::nullopt;
    const std::size_t logits = scores->logits, label = scores->label;
    Trace::Classifier classifier{graph_.node(logits).name,
                                 has_label_ ? names(label) : std::vector<std::string>{},
                                 {},
                                 tape_.nodes[logits].output,
                                 {}};
    Matrix<float>& p = classifier.probabilities;
    for (std::size_t i = 0; i < rows(p); ++i) row_kernels<float>().softmax(row(p, i), row(p, i), columns(p));
    for (std::size_t c = 0; c < columns(p); ++c)
      classifier.names.push_back(experiment_.dataset->id_name(label, static_cast<Id>(c)));
    return classifier;
  }

  std::string gap(const Matrix<float>& p) const {
    const ClassScores scores = class_scores().value();
    for (const std::size_t node : {scores.logits, graph_.node(scores.loss).inputs[0]}) {
      if (is_gap(tape_.nodes[node].gradient, p, batch_.ids[scores.label])) return graph_.node(node).name;
    }
    return {};
  }

  // Compared with the row's largest gap: where the model is sure, every gradient is near 0. Where all gaps are exactly
  // 0, a gradient of 0 says nothing.
  static bool is_gap(const Matrix<float>& gradient, const Matrix<float>& p, const std::vector<Id>& label) {
    constexpr float tolerance = 1e-3F;
    if (gradient.shape() != p.shape()) return false;
    bool any = false;
    for (std::size_t i = 0; i < rows(p); ++i) {
      float largest = 0.0F, difference = 0.0F;
      for (std::size_t c = 0; c < columns(p); ++c) {
        const float gap = p(i, c) - (c == label[i] ? 1.0F : 0.0F);
        largest = std::max(largest, std::abs(gap));
        difference = std::max(difference, std::abs(gradient(i, c) - gap));
      }
      if (difference > tolerance * largest) return false;
      any |= largest > 0.0F;
    }
    return any;
  }

  std::vector<Trace::Loss> losses() const {
    std::vector<Trace::Loss> list;
    for (const std::size_t loss : graph_.losses()) {
      const Matrix<float>& nats = tape_.nodes[loss].output;
      list.push_back({graph_.node(loss).name, {nats.data(), nats.data() + nats.size()}});
    }
    return list;
  }

  std::vector<Trace::OutputGradient> output_gradients() const {
    std::vector<Trace::OutputGradient> list;
    for (std::size_t i = graph_.nodes().size(); i-- > graph_.input_count();) {
      if (graph_.node(i).needs_gradient) list.push_back({graph_.node(i).name, tape_.nodes[i].gradient});
    }
    return list;
  }

  std::vector<Trace::Parameter> touched(const Gradients<float>& gradients) const {
    std::vector<Trace::Parameter> list;
    for (std::size_t p = 0; p < parameters_.size(); ++p) {
      const auto& [spec, value, first] = parameters_[p];
      Trace::Parameter parameter{spec.name, spec.rows, spec.columns, spec.trainable, {}};
      const Matrix<float> gradient = gradients[p].to_dense();
      for (std::size_t r = 0; r < rows(gradient); ++r) {
        const float* g = row(gradient, r);
        if (std::all_of(g, g + columns(gradient), [](float x) { return x == 0.0F; })) continue;
        parameter.touched.push_back({r, row_name(experiment_, p, r), copy_row(gradient, r), copy_row(value, r)});
      }
      list.push_back(std::move(parameter));
    }
    return list;
  }

  Trace::Update update(const TraceStep& step, const Parameters<float>& start, Gradients<float> gradients,
                       const std::vector<Trace::Parameter>& touched) {
    auto state = initial_optimizer_state<float>(step.rule, graph_.parameters());
    Optimizer<float>(step.rule, graph_.parameters(), state).step(parameters_, gradients, step.lr);
    Trace::Update update{step.name, step.lr, {}, {}, {}};
    for (std::size_t p = 0; p < parameters_.size(); ++p) {
      const Matrix<float>& value = parameters_[p].value;
      Trace::Update::Moved moved{rows_that_differ(start[p].value, value), {}};
      for (const Trace::TouchedRow& row : touched[p].touched) moved.after.push_back(copy_row(value, row.row));
      update.parameters.push_back(std::move(moved));
    }
    forward(graph_, batch_, parameters_, tape_, Mode{});
    update.losses = losses();
    if (const auto after = classifier()) update.probabilities = after->probabilities;
    return update;
  }

  const Experiment& experiment_;
  const Graph& graph_;
  Parameters<float>& parameters_;
  const Batch& batch_;
  Tape<float> tape_;
  std::vector<bool> left_out_;  // by node
  bool has_label_;
};

}  // namespace

Trace trace(const Experiment& experiment, Parameters<float>& parameters, const Batch& batch,
            const std::vector<TraceStep>& steps) {
  return Tracer(experiment, parameters, batch, /*label=*/true).run(steps);
}

Trace trace_forward(const Experiment& experiment, Parameters<float>& parameters, const Batch& batch) {
  return Tracer(experiment, parameters, batch, /*label=*/false).run_forward();
}

}  // namespace rowgrad
