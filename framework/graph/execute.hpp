// Running a graph: forward fills a tape, backward turns a tape into gradients.
#pragma once

#include <functional>
#include <span>

#include "graph/context.hpp"
#include "graph/graph.hpp"
#include "graph/loss_meter.hpp"

namespace rowgrad {

/// How a loss's gradient adds up over a batch. Reported losses are means either way.
enum class Reduction { mean, sum };

template <class T>
using Gradients = std::vector<Gradient<T>>;

template <class T>
Gradients<T> make_gradients(const Graph& graph);

template <class T>
Tape<T> make_tape(const Graph& graph);

/// A tape for those who want losses, logits and the parameters' gradients, and not every layer's output. Where rows of
/// a table are only added up they are not copied first, nor is their sum's gradient copied for each of them: a text
/// takes memory by its ids, not by its ids times the width. The bits are the same.
template <class T>
Tape<T> make_lean_tape(const Graph& graph);

/// Runs every layer, or only `plan` (see Graph::upstream). The tape's outputs then belong to this batch.
template <class T>
void forward(const Graph& graph, const Batch& batch, Parameters<T>& parameters, Tape<T>& tape, const Mode& mode);
template <class T>
void forward(const Graph& graph, const std::vector<std::size_t>& plan, const Batch& batch, Parameters<T>& parameters,
             Tape<T>& tape, const Mode& mode);

/// By loss, how many rows it has in `batches` together.
std::vector<std::size_t> loss_rows(const Graph& graph, std::span<const Batch> batches);
/// By loss, what one row of it counts for in the total of a step in which the losses have so many rows.
std::vector<double> loss_weights(std::span<const std::size_t> rows, Reduction reduction);
/// The same when `batches` together make one step.
std::vector<double> loss_weights(const Graph& graph, std::span<const Batch> batches, Reduction reduction);

/// Hears which node backward has done with; they come in reverse.
using NodeDone = std::function<void(std::size_t node)>;

/// Adds ∂(total loss)/∂parameter to `gradients`, which the caller clears. They may refer to rows of the tape until the
/// next backward. REQUIRES: forward with the same arguments.
template <class T>
void backward(const Graph& graph, const Batch& batch, Parameters<T>& parameters, Tape<T>& tape, Gradients<T>& gradients,
              const Mode& mode, const std::vector<double>& loss_weights, const NodeDone& done = {});

/// The same for a batch that makes a step of its own.
template <class T>
void backward(const Graph& graph, const Batch& batch, Parameters<T>& parameters, Tape<T>& tape, Gradients<T>& gradients,
              const Mode& mode, Reduction reduction) {
  backward(graph, batch, parameters, tape, gradients, mode, loss_weights(graph, {&batch, 1}, reduction));
}

/// What the two do for one layer of a pass, for all values that need a gradient, which starts at zero, and for all
/// layers in reverse from the gradients that stand on the tape.
template <class T>
void forward_layer(const Pass<T>& pass, std::size_t node);
template <class T>
void clear_value_gradients(const Pass<T>& pass);
template <class T>
void backward_layers(const Pass<T>& pass, Gradients<T>& gradients, const NodeDone& done = {});

/// The blocks of rows in which a layer evaluates that reads all of a table's: of a fixed size, so that the bits do not
/// depend on who has the rows.
std::vector<Share> evaluation_blocks(std::size_t rows);
/// Forward of such a layer for one of the blocks. After all of them, in order, its output is there.
template <class T>
void forward_block(Pass<T> pass, std::size_t node, Share block);

}  // namespace rowgrad
