// Forward<T> and Backward<T>: everything one layer may touch during one pass, as views into the tape.
#pragma once

#include <cassert>
#include <span>

#include "core/row_span.hpp"
#include "core/share.hpp"
#include "data/batch.hpp"
#include "graph/gradient_sum.hpp"
#include "graph/parameter.hpp"
#include "graph/tape.hpp"

namespace rowgrad {

/// One pass over the nodes of a graph. Everything it refers to must outlive it.
template <class T>
struct Pass {
  const std::vector<Node>& nodes;
  const Batch& batch;
  Parameters<T>& parameters;
  Tape<T>& tape;
  const Mode& mode;
  Share block = {};  // of rows, for a layer that evaluates in blocks
};

/// Rows of an input, one at a time: those of a matrix, or of a table by ids.
template <class T>
struct InputRows {
  const T* data;
  const Id* ids;  // null: row i is the i-th
  std::size_t columns;

  const T* operator[](std::size_t i) const { return data + (ids == nullptr ? i : std::size_t{ids[i]}) * columns; }
};

/// What forward and backward have in common.
template <class T>
class LayerContext {
 public:
  using Number = T;

  LayerContext(const Pass<T>& pass, std::size_t node) : pass_(pass), node_(pass.nodes[node]), index_(node) {}

  std::size_t input_count() const { return node_.inputs.size(); }
  bool has(Input i) const { return i.index < node_.inputs.size(); }
  const ValueType& type(Input i) const { return pass_.nodes[input_node(i)].type; }
  /// Of the layer's own output.
  const ValueType& type() const { return node_.type; }
  /// (rows of its space x width).
  const Matrix<T>& input(Input i) const { return pass_.tape.nodes[input_node(i)].output; }
  /// Whether a lean tape does without the matrix of the input's rows, or of the layer's own; the gradient then has a
  /// row per segment.
  bool in_place(Input i) const { return pass_.tape.nodes[input_node(i)].in_place; }
  bool in_place() const { return pass_.tape.nodes[index_].in_place; }
  /// The input row by row, in place or not.
  InputRows<T> input_rows(Input i) const {
    const std::size_t index = input_node(i);
    if (!in_place(i)) return {input(i).data(), nullptr, columns(input(i))};
    const Node& lookup = pass_.nodes[index];
    const Matrix<T>& table = pass_.parameters[lookup.parameters[0]].value;
    return {table.data(), pass_.batch.places_of(lookup.inputs[0]).data(), columns(table)};
  }
  std::span<const Id> ids(Input i) const { return pass_.batch.ids[input_node(i)]; }
  /// The rows of parameters and of their gradients that these ids look up: see Batch::places_of().
  std::span<const Id> places(Input i) const { return pass_.batch.places_of(input_node(i)); }

  const Matrix<T>& parameter(Param p) const {
    assert(has(p));
    return pass_.parameters[node_.parameters[p.index]].value;
  }
  const Matrix<T>& parameter(Buffer b) const { return pass_.parameters[node_.parameters[b.index]].value; }
  /// Null if the layer does without it, such as a bias that is switched off.
  const Matrix<T>* find(Param p) const { return has(p) ? &parameter(p) : nullptr; }
  bool has(Param p) const { return p.index < node_.parameters.size() && node_.parameters[p.index] != Node::none; }

  /// In the forward pass of a layer that evaluates in blocks: the ids whose rows this call is about, and those rows.
  Share block() const { return pass_.block; }
  RowSpan<const T> rows_of_block(Param p) const {
    const Parameter<T>& parameter = pass_.parameters[node_.parameters[p.index]];
    return row_span(parameter.value, block().first - parameter.first_row, block().count());
  }

  /// A matrix on the tape that the layer sizes and fills; backward finds what forward left. Not initialised.
  Matrix<T>& saved(Saved s) { return pass_.tape.nodes[index_].saved[s.index]; }
  const Batch& batch() const { return pass_.batch; }
  bool training() const { return pass_.mode.training; }
  /// Random numbers of this layer at this step, the same in both passes.
  Random random() const { return pass_.mode.random.stream(index_); }

 protected:
  std::size_t input_node(Input i) const {
    assert(has(i));
    return node_.inputs[i.index];
  }

  const Pass<T>& pass_;
  const Node& node_;
  std::size_t index_;
};

template <class T>
class Forward : public LayerContext<T> {
 public:
  using LayerContext<T>::LayerContext;

  /// The result, already (rows of the space x width), not initialised.
  Matrix<T>& output() { return this->pass_.tape.nodes[this->index_].output; }
  /// A parameter that is not trained; forward may change it in training mode.
  Matrix<T>& buffer(Buffer b) {
    Parameter<T>& parameter = this->pass_.parameters[this->node_.parameters[b.index]];
    assert(this->training() && !parameter.spec.trainable);
    return parameter.value;
  }
};

template <class T>
class Backward : public LayerContext<T> {
 public:
  Backward(const Pass<T>& pass, std::size_t node, std::vector<Gradient<T>>& gradients)
      : LayerContext<T>(pass, node), gradients_(gradients) {}

  const Matrix<T>& output() const { return this->pass_.tape.nodes[this->index_].output; }
  /// ∂L/∂output.
  const Matrix<T>& gradient() const { return this->pass_.tape.nodes[this->index_].gradient; }
  /// ∂L/∂input, to which backward adds, as other readers of that input do; null if nothing upstream is trained.
  Matrix<T>* input_gradient(Input i) {
    const std::size_t input = this->input_node(i);
    return this->pass_.nodes[input].needs_gradient ? &this->pass_.tape.nodes[input].gradient : nullptr;
  }
  /// ∂L/∂parameter, to which backward adds.
  GradientSum<T> gradient(Param p) { return GradientSum<T>(gradients_[this->node_.parameters[p.index]]); }

 private:
  std::vector<Gradient<T>>& gradients_;
};

}  // namespace rowgrad
