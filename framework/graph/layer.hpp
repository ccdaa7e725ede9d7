// Layer: one operation on rows. It holds its configuration and nothing else: no weights, no activations, no gradient.
//
// A new layer is one file in layers/: a class with declare(), output(), parameters(), examples(), and two member
// templates forward(Forward<T>&) and backward(Backward<T>&); the last line registers it. That makes it configurable,
// documented by `rowgrad layers`, and gradient-checked by its examples.
#pragma once

#include <string>
#include <vector>

#include "config/registry.hpp"
#include "graph/context.hpp"
#include "graph/parameter.hpp"
#include "graph/wiring.hpp"

namespace rowgrad {

class Layer {
 public:
  virtual ~Layer() = default;

  /// Binds the layer's own keys ("name", "layer", "input" and "inputs" are the graph's).
  virtual void declare(Keys&) {}
  /// The result's kind, domain and width; throws through the wiring if the inputs do not fit.
  virtual Signature output(const Wiring& in) const = 0;
  virtual std::vector<ParameterSpec> parameters(const Wiring&) const { return {}; }
  /// Configs over the gradient checker's inputs (see graph/gradcheck.hpp) that show every path through the layer.
  virtual std::vector<std::string> examples() const = 0;
  /// Which rows of its i-th parameter a training pass reads: the inputs that hold their ids, or none for "all".
  virtual std::vector<std::size_t> rows_read(std::size_t /*parameter*/) const { return {}; }
  /// For a classification loss: true if input 0 holds logits and input 1 the label.
  virtual bool classifies() const { return false; }

  virtual void forward(Forward<float>&) const = 0;
  virtual void forward(Forward<double>&) const = 0;
  virtual void backward(Backward<float>&) const = 0;
  virtual void backward(Backward<double>&) const = 0;
};

/// Turns a layer's member templates into the virtual calls above.
template <class L>
class Registered final : public L {
 public:
  void forward(Forward<float>& f) const override { L::forward(f); }
  void forward(Forward<double>& f) const override { L::forward(f); }
  void backward(Backward<float>& b) const override { L::backward(b); }
  void backward(Backward<double>& b) const override { L::backward(b); }
};

}  // namespace rowgrad

/// Registers a layer class under its own name. The last line of the layer's file.
#define ROWGRAD_LAYER(Class, doc) \
  const bool registered_##Class = ::rowgrad::register_as<::rowgrad::Layer, ::rowgrad::Registered<Class>>(#Class, doc)
