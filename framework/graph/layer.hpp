// Layer: one operation on rows. It holds its configuration and nothing else: no weights, no activations, no gradient.
//
// A new layer is one file in layers/: a class with declare(), output(), parameters(), examples(), and two member
// templates forward(Forward<T>&) and backward(Backward<T>&); the last line registers it. That makes it configurable,
// documented by `rowgrad layers`, and gradient-checked by its examples. See docs/new-layer.md.
#pragma once

#include <string>
#include <vector>

#include "config/registry.hpp"
#include "graph/context.hpp"
#include "graph/layer_inputs.hpp"
#include "graph/parameter.hpp"

namespace rowgrad {

class Layer {
 public:
  virtual ~Layer() = default;

  /// Binds the layer's own keys ("name", "layer", "input", "inputs" and "freeze" are the graph's).
  virtual void declare(Keys&) {}
  /// The result's kind, row space and width. Throws through `in` if the inputs do not fit.
  virtual ValueType output(const LayerInputs& in) const = 0;
  virtual std::vector<ParameterSpec> parameters(const LayerInputs&) const { return {}; }
  /// Configs over the gradient check's inputs (verify/layer_fixture.hpp) that show every path through the layer.
  virtual std::vector<std::string> examples() const = 0;
  /// Which rows of a parameter a training pass reads: the inputs that hold their ids, or none for "all".
  virtual std::vector<Input> rows_read(Param) const { return {}; }
  /// Whether evaluation, unlike training, reads all rows of the layer's parameters, which have the same. Forward then
  /// runs once for each block of them, in order (LayerContext::block()), and keeps on the tape what it needs from block
  /// to block: no rank need have room for a whole table.
  virtual bool evaluates_in_blocks() const { return false; }
  /// Whether its output is rows of its first parameter, by the ids of its first input, and nothing else.
  virtual bool looks_up() const { return false; }
  /// Whether it reads its first input by input_rows() alone and gives all rows of a segment the same gradient, so that
  /// rows that are looked up need not be copied for it.
  virtual bool reads_in_place() const { return false; }
  /// For a classification loss: true if input 0 holds logits and input 1 the label.
  virtual bool classifies() const { return false; }
  /// For a loss of yes or no: true if input 0 holds logits of 1 against 0 and input 1, if there is one, is which it
  /// was.
  virtual bool decides() const { return false; }

  virtual void run(Forward<float>&) const = 0;
  virtual void run(Forward<double>&) const = 0;
  virtual void run(Backward<float>&) const = 0;
  virtual void run(Backward<double>&) const = 0;
};

template <class L>
concept HasForward = requires(const L& layer, Forward<float>& f, Forward<double>& d) {
  layer.forward(f);
  layer.forward(d);
};
template <class L>
concept HasBackward = requires(const L& layer, Backward<float>& f, Backward<double>& d) {
  layer.backward(f);
  layer.backward(d);
};

/// Turns a layer's member templates into the virtual calls above.
template <class L>
class Registered final : public L {
 public:
  void run(Forward<float>& f) const override { L::forward(f); }
  void run(Forward<double>& f) const override { L::forward(f); }
  void run(Backward<float>& b) const override { L::backward(b); }
  void run(Backward<double>& b) const override { L::backward(b); }
};

/// A class without the two templates is not registered: ROWGRAD_LAYER's own message is then the only one.
template <class L>
bool register_layer(const std::string& name, const std::string& doc, Registry<Layer>& layers) {
  if constexpr (HasForward<L> && HasBackward<L>)
    return layers.add(name, {doc, [] { return std::make_unique<Registered<L>>(); }});
  else
    return false;
}

}  // namespace rowgrad

/// Registers a layer class under its own name. The last line of the layer's file.
#define ROWGRAD_LAYER(Class, doc) ROWGRAD_LAYER_IN(::rowgrad::Registry<::rowgrad::Layer>::instance(), Class, doc)

/// The same in a registry of one's own, such as a test's.
#define ROWGRAD_LAYER_IN(registry, Class, doc)                                                                        \
  static_assert(::rowgrad::HasForward<Class>, #Class " needs: template <class T> void forward(Forward<T>& f) const"); \
  static_assert(::rowgrad::HasBackward<Class>,                                                                        \
                #Class " needs: template <class T> void backward(Backward<T>& b) const");                             \
  const bool registered_##Class = ::rowgrad::register_layer<Class>(#Class, doc, registry)
