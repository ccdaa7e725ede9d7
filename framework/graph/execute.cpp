#include "graph/execute.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "core/shape_error.hpp"
#include "graph/layer.hpp"
#include "kernels/whole.hpp"

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

// By node, whether it looks rows up for layers none of which needs a copy of them.
std::vector<bool> can_stay_in_place(const Graph& graph) {
  std::vector<bool> stays(graph.nodes().size(), false);
  for (std::size_t i = graph.input_count(); i < stays.size(); ++i)
    stays[i] = graph.node(i).layer->looks_up() && graph.reads(i);
  for (std::size_t i = graph.input_count(); i < stays.size(); ++i) {
    const Node& reader = graph.node(i);
    const bool in_place = reader.layer->reads_in_place() && reader.inputs.size() == 1;
    for (const std::size_t input : reader.inputs) stays[input] = stays[input] && in_place;
  }
  return stays;
}

// The layer and all the shapes it works with: xtensor's own exception knows neither.
template <class T>
Error shape_fault(const Pass<T>& pass, std::size_t i, const std::string& direction, const std::string& what) {
  const Node& node = pass.nodes[i];
  const auto shape = [](const Matrix<T>& m) { return fmt::format("{} x {}", rows(m), columns(m)); };
  std::string shapes = "its output is " + shape(pass.tape.nodes[i].output);
  for (const std::size_t input : node.inputs) {
    if (pass.nodes[input].type.kind != Kind::ids)
      shapes += fmt::format(", \"{}\" {}", pass.nodes[input].name, shape(pass.tape.nodes[input].output));
  }
  for (const std::size_t p : node.parameters) {
    if (p != Node::none)
      shapes += fmt::format(", \"{}\" {}", pass.parameters[p].spec.name, shape(pass.parameters[p].value));
  }
  for (std::size_t s = 0; s < Saved::most; ++s) {
    const Matrix<T>& saved = pass.tape.nodes[i].saved[s];
    if (saved.size() > 0) shapes += fmt::format(", saved {} {}", s, shape(saved));
  }
  return run_error(fmt::format("{} of {} \"{}\"", direction, node.layer_name(), node.name), what + "; " + shapes);
}

template <class Context, class T>
void run_layer(Context& context, const Pass<T>& pass, std::size_t i, const char* direction) {
  try {
    pass.nodes[i].layer->run(context);
  } catch (const ShapeError& e) {
    throw shape_fault(pass, i, direction, e.what());
  } catch (const xt::broadcast_error&) {
    throw shape_fault(pass, i, direction, "an expression joins matrices whose shapes do not fit");
  }
}

}  // namespace

template <class T>
Tape<T> make_lean_tape(const Graph& graph) {
  Tape<T> tape = make_tape<T>(graph);
  const std::vector<bool> stays = can_stay_in_place(graph);
  for (std::size_t i = 0; i < stays.size(); ++i) tape.nodes[i].in_place = stays[i];
  return tape;
}

std::vector<Share> evaluation_blocks(std::size_t rows) {
  constexpr std::size_t most = std::size_t{1} << 16;
  std::vector<Share> blocks;
  for (std::size_t first = 0; first < rows; first += most) blocks.push_back({first, std::min(rows, first + most)});
  return blocks;
}

template <class T>
void forward_block(Pass<T> pass, std::size_t i, Share block) {
  const Node& node = pass.nodes[i];
  pass.block = block;
  resize(pass.tape.nodes[i].output, pass.batch.row_count(*node.type.space), node.type.width);
  Forward<T> context(pass, i);
  run_layer(context, pass, i, "forward");
}

template <class T>
void forward_layer(const Pass<T>& pass, std::size_t i) {
  const Node& node = pass.nodes[i];
  if (pass.mode.training || !node.layer->evaluates_in_blocks()) return forward_block(pass, i, {});
  for (const Share& block : evaluation_blocks(pass.parameters[node.parameters[0]].spec.rows))
    forward_block(pass, i, block);
}

namespace {

template <class T>
void forward_node(const Pass<T>& pass, std::size_t i) {
  const Node& node = pass.nodes[i];
  if (pass.tape.nodes[i].in_place) return;
  if (node.layer != nullptr) return forward_layer(pass, i);
  if (node.type.kind == Kind::real) pass.tape.nodes[i].output = pass.batch.values[i];
}

}  // namespace

template <class T>
void forward(const Graph& graph, const Batch& batch, Parameters<T>& parameters, Tape<T>& tape, const Mode& mode) {
  const Pass<T> pass{graph.nodes(), batch, parameters, tape, mode};
  for (std::size_t i = 0; i < graph.nodes().size(); ++i) forward_node(pass, i);
}

template <class T>
void forward(const Graph& graph, const std::vector<std::size_t>& plan, const Batch& batch, Parameters<T>& parameters,
             Tape<T>& tape, const Mode& mode) {
  const Pass<T> pass{graph.nodes(), batch, parameters, tape, mode};
  for (const std::size_t i : plan) forward_node(pass, i);
}

std::vector<std::size_t> loss_rows(const Graph& graph, std::span<const Batch> batches) {
  std::vector<std::size_t> rows(graph.losses().size(), 0);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (const Batch& batch : batches) rows[i] += batch.row_count(*graph.node(graph.losses()[i]).type.space);
  }
  return rows;
}

std::vector<double> loss_weights(std::span<const std::size_t> rows, Reduction reduction) {
  std::vector<double> weights;
  for (const std::size_t n : rows)
    weights.push_back(reduction == Reduction::mean && n > 0 ? 1.0 / static_cast<double>(n) : 1.0);
  return weights;
}

std::vector<double> loss_weights(const Graph& graph, std::span<const Batch> batches, Reduction reduction) {
  return loss_weights(loss_rows(graph, batches), reduction);
}

template <class T>
void clear_value_gradients(const Pass<T>& pass) {
  for (std::size_t i = 0; i < pass.nodes.size(); ++i) {
    const Node& node = pass.nodes[i];
    if (!node.needs_gradient) continue;
    auto& [output, gradient, saved, in_place] = pass.tape.nodes[i];
    resize(gradient, pass.batch.row_count(in_place ? *node.type.space->group : *node.type.space), node.type.width);
    clear_elements(gradient.data(), gradient.size());
  }
}

template <class T>
void backward_layers(const Pass<T>& pass, Gradients<T>& gradients, const NodeDone& done) {
  for (std::size_t i = pass.nodes.size(); i-- > 0;) {
    if (pass.nodes[i].layer != nullptr && pass.nodes[i].needs_gradient) {
      Backward<T> context(pass, i, gradients);
      run_layer(context, pass, i, "backward");
    }
    if (done) done(i);
  }
}

template <class T>
void backward(const Graph& graph, const Batch& batch, Parameters<T>& parameters, Tape<T>& tape, Gradients<T>& gradients,
              const Mode& mode, const std::vector<double>& loss_weights, const NodeDone& done) {
  for (Gradient<T>& gradient : gradients) gradient.own();  // the rows of an earlier batch are about to be overwritten
  const Pass<T> pass{graph.nodes(), batch, parameters, tape, mode};
  clear_value_gradients(pass);
  for (std::size_t i = 0; i < graph.losses().size(); ++i)
    tape.nodes[graph.losses()[i]].gradient.fill(static_cast<T>(loss_weights[i]));
  backward_layers(pass, gradients, done);
}

#define ROWGRAD_INSTANTIATE(T)                                                                                 \
  template Gradients<T> make_gradients<T>(const Graph&);                                                       \
  template Tape<T> make_tape<T>(const Graph&);                                                                 \
  template Tape<T> make_lean_tape<T>(const Graph&);                                                            \
  template void forward(const Graph&, const Batch&, Parameters<T>&, Tape<T>&, const Mode&);                    \
  template void forward(const Graph&, const std::vector<std::size_t>&, const Batch&, Parameters<T>&, Tape<T>&, \
                        const Mode&);                                                                          \
  template void backward(const Graph&, const Batch&, Parameters<T>&, Tape<T>&, Gradients<T>&, const Mode&,     \
                         const std::vector<double>&, const NodeDone&);                                         \
  template void forward_block(Pass<T>, std::size_t, Share);                                                    \
  template void forward_layer(const Pass<T>&, std::size_t);                                                    \
  template void clear_value_gradients(const Pass<T>&);                                                         \
  template void backward_layers(const Pass<T>&, Gradients<T>&, const NodeDone&)
ROWGRAD_INSTANTIATE(float);
ROWGRAD_INSTANTIATE(double);

}  // namespace rowgrad
