#include "graph/execute.hpp"

namespace rowgrad {

template <class T>
Gradients<T> make_gradients(const Graph& graph) {
  Gradients<T> gradients;
  for (const ParameterSpec& spec : graph.parameters()) gradients.emplace_back(spec.rows, spec.columns);
  return gradients;
}

template <class T>
Tape<T> make_tape(const Graph& graph) {
  Tape<T> tape;
  tape.nodes.resize(graph.nodes().size());
  return tape;
}

namespace {

template <class T>
void run(const Graph& graph, std::size_t i, const Batch& batch, Parameters<T>& parameters, Tape<T>& tape,
         const Mode& mode) {
  const Node& node = graph.nodes()[i];
  if (i < graph.input_count()) {
    if (node.signature.kind == Kind::rows) tape.nodes[i].output = batch.values[i];
    return;
  }
  resize(tape.nodes[i].output, batch.rows(*node.signature.domain), node.signature.width);
  Forward<T> context(graph.nodes(), i, batch, parameters, tape, mode);
  graph.layer(node).forward(context);
}

}  // namespace

template <class T>
void forward(const Graph& graph, const Batch& batch, Parameters<T>& parameters, Tape<T>& tape, const Mode& mode) {
  for (std::size_t i = 0; i < graph.nodes().size(); ++i) run(graph, i, batch, parameters, tape, mode);
}

template <class T>
void forward(const Graph& graph, const std::vector<std::size_t>& plan, const Batch& batch, Parameters<T>& parameters,
             Tape<T>& tape, const Mode& mode) {
  for (const std::size_t i : plan) run(graph, i, batch, parameters, tape, mode);
}

std::vector<double> loss_weights(const Graph& graph, std::span<const Batch> batches, Reduction reduction) {
  std::vector<double> weights;
  for (const std::size_t loss : graph.losses()) {
    std::size_t n = 0;
    for (const Batch& batch : batches) n += batch.rows(*graph.nodes()[loss].signature.domain);
    weights.push_back(reduction == Reduction::mean && n > 0 ? 1.0 / static_cast<double>(n) : 1.0);
  }
  return weights;
}

template <class T>
void backward(const Graph& graph, const Batch& batch, const Parameters<T>& parameters, Tape<T>& tape,
              Gradients<T>& gradients, const Mode& mode, const std::vector<double>& loss_weights) {
  for (Gradient<T>& gradient : gradients) gradient.own();  // the rows of an earlier batch are about to be overwritten
  const auto& nodes = graph.nodes();
  for (std::size_t i = graph.input_count(); i < nodes.size(); ++i) {
    if (!nodes[i].differentiable) continue;
    auto& gradient = tape.nodes[i].gradient;
    resize(gradient, rows(tape.nodes[i].output), nodes[i].signature.width);
    set_zero(gradient);
  }
  for (std::size_t i = 0; i < graph.losses().size(); ++i)
    tape.nodes[graph.losses()[i]].gradient.fill(static_cast<T>(loss_weights[i]));
  for (std::size_t i = nodes.size(); i-- > graph.input_count();) {
    if (!nodes[i].differentiable) continue;
    Backward<T> context(nodes, i, batch, parameters, tape, gradients, mode);
    graph.layer(nodes[i]).backward(context);
  }
}

template <class T>
void LossMeter::add(const Graph& graph, const Tape<T>& tape) {
  parts_.resize(graph.losses().size());
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    const Matrix<T>& loss = tape.nodes[graph.losses()[i]].output;
    double sum = 0.0;
    for (std::size_t r = 0; r < loss.size(); ++r) sum += static_cast<double>(loss.data()[r]);
    parts_[i].sum += sum;
    parts_[i].rows += rowgrad::rows(loss);
  }
}

void LossMeter::add(const LossMeter& other) {
  parts_.resize(std::max(parts_.size(), other.parts_.size()));
  for (std::size_t i = 0; i < other.parts_.size(); ++i) {
    parts_[i].sum += other.parts_[i].sum;
    parts_[i].rows += other.parts_[i].rows;
  }
}

double LossMeter::mean() const {
  double total = 0.0;
  for (const Part& part : parts_) total += part.rows == 0 ? 0.0 : part.sum / static_cast<double>(part.rows);
  return total;
}

#define ROWGRAD_INSTANTIATE(T)                                                                                   \
  template Gradients<T> make_gradients<T>(const Graph&);                                                         \
  template Tape<T> make_tape<T>(const Graph&);                                                                   \
  template void forward(const Graph&, const Batch&, Parameters<T>&, Tape<T>&, const Mode&);                      \
  template void forward(const Graph&, const std::vector<std::size_t>&, const Batch&, Parameters<T>&, Tape<T>&,   \
                        const Mode&);                                                                            \
  template void backward(const Graph&, const Batch&, const Parameters<T>&, Tape<T>&, Gradients<T>&, const Mode&, \
                         const std::vector<double>&);                                                            \
  template void LossMeter::add(const Graph&, const Tape<T>&)
ROWGRAD_INSTANTIATE(float);
ROWGRAD_INSTANTIATE(double);

}  // namespace rowgrad
