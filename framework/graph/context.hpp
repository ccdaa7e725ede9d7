// Forward<T> and Backward<T>: everything one layer may touch during one pass, as views into the tape.
#pragma once

#include <array>
#include <span>

#include "core/random.hpp"
#include "graph/batch.hpp"
#include "graph/gradient.hpp"
#include "graph/parameter.hpp"

namespace rowgrad {

/// A node's place in the graph: indices into the tape and the parameter list.
struct Node {
  std::string name;
  Signature signature;
  std::vector<std::size_t> inputs;      // node indices
  std::vector<std::size_t> parameters;  // parameter indices
  std::size_t layer = 0;                // index into Graph::layers; meaningless for an input
  bool differentiable = false;          // some parameter lies upstream, so its gradient is wanted
};

/// Activations of one pass: what every node put out, its gradient, and what its layer kept for backward.
template <class T>
struct Tape {
  struct Entry {
    Matrix<T> output;
    Matrix<T> gradient;
    std::array<Matrix<T>, 4> kept;
  };
  std::vector<Entry> nodes;  // by node index
};

struct Mode {
  bool training = false;
  Random random{0};  // the stream of this step; layers derive their own from it
};

template <class T>
class Forward {
 public:
  Forward(const std::vector<Node>& nodes, std::size_t node, const Batch& batch, Parameters<T>& parameters,
          Tape<T>& tape, const Mode& mode)
      : nodes_(nodes),
        node_(nodes[node]),
        index_(node),
        batch_(batch),
        parameters_(parameters),
        tape_(tape),
        mode_(mode) {}

  std::size_t input_count() const { return node_.inputs.size(); }
  const Signature& signature(std::size_t i) const { return nodes_[node_.inputs[i]].signature; }
  const Signature& signature() const { return node_.signature; }
  /// The i-th input: (rows of its domain x width).
  const Matrix<T>& input(std::size_t i) const { return tape_.nodes[node_.inputs[i]].output; }
  std::span<const Id> ids(std::size_t i) const { return batch_.ids[node_.inputs[i]]; }
  const Matrix<T>& parameter(std::size_t i) const { return parameters_[node_.parameters[i]].value; }
  /// A parameter that is not trainable, such as running statistics; forward may change it in training mode.
  Matrix<T>& buffer(std::size_t i) { return parameters_[node_.parameters[i]].value; }
  /// The result, already (rows of the domain x width), not initialised.
  Matrix<T>& output() { return tape_.nodes[index_].output; }
  /// Scratch that backward finds again under the same slot (0 to 3).
  Matrix<T>& keep(std::size_t slot) { return tape_.nodes[index_].kept[slot]; }
  const Batch& batch() const { return batch_; }
  bool training() const { return mode_.training; }
  /// Random numbers of this layer at this step.
  Random random() const { return mode_.random.stream(index_); }

 private:
  const std::vector<Node>& nodes_;
  const Node& node_;
  std::size_t index_;
  const Batch& batch_;
  Parameters<T>& parameters_;
  Tape<T>& tape_;
  const Mode& mode_;
};

template <class T>
class Backward {
 public:
  Backward(const std::vector<Node>& nodes, std::size_t node, const Batch& batch, const Parameters<T>& parameters,
           Tape<T>& tape, std::vector<Gradient<T>>& gradients, const Mode& mode)
      : nodes_(nodes),
        node_(nodes[node]),
        index_(node),
        batch_(batch),
        parameters_(parameters),
        tape_(tape),
        gradients_(gradients),
        mode_(mode) {}

  std::size_t input_count() const { return node_.inputs.size(); }
  const Signature& signature(std::size_t i) const { return nodes_[node_.inputs[i]].signature; }
  const Signature& signature() const { return node_.signature; }
  const Matrix<T>& input(std::size_t i) const { return tape_.nodes[node_.inputs[i]].output; }
  std::span<const Id> ids(std::size_t i) const { return batch_.ids[node_.inputs[i]]; }
  const Matrix<T>& parameter(std::size_t i) const { return parameters_[node_.parameters[i]].value; }
  const Matrix<T>& output() const { return tape_.nodes[index_].output; }
  /// dL/d output.
  const Matrix<T>& gradient() const { return tape_.nodes[index_].gradient; }
  Matrix<T>& kept(std::size_t slot) { return tape_.nodes[index_].kept[slot]; }
  /// Whether anything upstream of the i-th input has parameters; if not, its gradient is not needed.
  bool wants(std::size_t i) const { return nodes_[node_.inputs[i]].differentiable; }
  /// dL/d input i, to which backward adds: other readers of that input have added, or will.
  Matrix<T>& input_gradient(std::size_t i) { return tape_.nodes[node_.inputs[i]].gradient; }
  Gradient<T>& parameter_gradient(std::size_t i) { return gradients_[node_.parameters[i]]; }
  const Batch& batch() const { return batch_; }
  bool training() const { return mode_.training; }
  Random random() const { return mode_.random.stream(index_); }

 private:
  const std::vector<Node>& nodes_;
  const Node& node_;
  std::size_t index_;
  const Batch& batch_;
  const Parameters<T>& parameters_;
  Tape<T>& tape_;
  std::vector<Gradient<T>>& gradients_;
  const Mode& mode_;
};

}  // namespace rowgrad
