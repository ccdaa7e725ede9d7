#include "analysis/trace.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/row_names.hpp"
#include "graph/class_scores.hpp"
#include "graph/execute.hpp"
#include "optim/optimizer.hpp"

namespace rowgrad {
namespace {

std::vector<float> copy_row(const Matrix<float>& m, std::size_t i) { return {row(m, i), row(m, i) + columns(m)}; }

class Tracer {
 public:
  Tracer(const Experiment& experiment, Parameters<float>& parameters, const Batch& batch)
      : experiment_(experiment),
        graph_(experiment.graph),
        parameters_(parameters),
        batch_(batch),
        tape_(make_tape<float>(graph_)) {}

  Trace run(double lr) {
    Trace trace;
    trace.inputs = inputs();
    forward(graph_, batch_, parameters_, tape_, Mode{});
    trace.outputs = outputs();
    trace.classifier = classifier();
    trace.losses = losses();
    auto gradients = make_gradients<float>(graph_);
    backward(graph_, batch_, parameters_, tape_, gradients, Mode{}, Reduction::sum);
    if (trace.classifier) trace.classifier->gap = gap(trace.classifier->probabilities);
    trace.gradients = output_gradients();
    trace.parameters = touched(gradients);
    step(gradients, lr);
    note_after(trace.parameters);
    forward(graph_, batch_, parameters_, tape_, Mode{});
    trace.losses_after = losses();
    if (const auto after = classifier()) trace.probabilities_after = after->probabilities;
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
      if (graph_.node(i).type.kind != Kind::ids) continue;
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
    if (!scores) return std::nullopt;
    const std::size_t logits = scores->logits, label = scores->label;
    Trace::Classifier classifier{graph_.node(logits).name, names(label), {}, tape_.nodes[logits].output, {}};
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

  static bool is_gap(const Matrix<float>& gradient, const Matrix<float>& p, const std::vector<Id>& label) {
    if (gradient.shape() != p.shape()) return false;
    for (std::size_t i = 0; i < rows(p); ++i) {
      for (std::size_t c = 0; c < columns(p); ++c) {
        const float gap = p(i, c) - (c == label[i] ? 1.0F : 0.0F);
        if (std::abs(gradient(i, c) - gap) > 1e-5F) return false;
      }
    }
    return true;
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
      const auto& [spec, value] = parameters_[p];
      Trace::Parameter parameter{spec.name, spec.rows, spec.columns, spec.trainable, {}};
      const Matrix<float> gradient = gradients[p].to_dense();
      for (std::size_t r = 0; r < rows(gradient); ++r) {
        const float* g = row(gradient, r);
        if (std::all_of(g, g + columns(gradient), [](float x) { return x == 0.0F; })) continue;
        parameter.touched.push_back({r, row_name(experiment_, p, r), copy_row(gradient, r), copy_row(value, r), {}});
      }
      list.push_back(std::move(parameter));
    }
    return list;
  }

  void step(Gradients<float>& gradients, double lr) {
    const UpdateRule& rule = *experiment_.spec.rule;
    auto state = initial_optimizer_state<float>(rule, graph_.parameters());
    Optimizer<float>(rule, graph_.parameters(), state).step(parameters_, gradients, lr);
  }

  void note_after(std::vector<Trace::Parameter>& list) const {
    for (std::size_t p = 0; p < list.size(); ++p) {
      for (Trace::TouchedRow& touched : list[p].touched) touched.after = copy_row(parameters_[p].value, touched.row);
    }
  }

  const Experiment& experiment_;
  const Graph& graph_;
  Parameters<float>& parameters_;
  const Batch& batch_;
  Tape<float> tape_;
};

}  // namespace

Trace trace(const Experiment& experiment, Parameters<float>& parameters, const Batch& batch, double lr) {
  return Tracer(experiment, parameters, batch).run(lr);
}

}  // namespace rowgrad
