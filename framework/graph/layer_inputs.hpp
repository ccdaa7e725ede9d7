// LayerInputs: what a layer sees of its surroundings while the graph is built, and how it refuses them.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "config/types.hpp"
#include "config/where.hpp"
#include "data/value_type.hpp"
#include "graph/handles.hpp"

namespace rowgrad {

struct Shape {
  std::size_t rows = 0, columns = 0;
};

/// The types of one layer's inputs, the sizes it may name, the parameters it may borrow. Every check that fails throws
/// an Error that names the layer, what it expected and what it found.
class LayerInputs {
 public:
  struct Source {
    std::string name;
    ValueType type;
  };
  /// How the graph under construction answers what a layer names. The second argument is where the name stands.
  struct Lookup {
    std::function<std::size_t(const Size&, const Where&)> size;
    std::function<Shape(const std::string&, const Where&)> parameter;
  };

  LayerInputs(Where where, std::string layer, std::vector<Source> inputs, Lookup lookup)
      : where_(std::move(where)), layer_(std::move(layer)), inputs_(std::move(inputs)), lookup_(std::move(lookup)) {}

  std::size_t count() const { return inputs_.size(); }
  bool has(Input i) const { return i.index < inputs_.size(); }
  const ValueType& operator[](Input i) const { return inputs_[i.index].type; }

  /// Throws unless these and no other inputs are given.
  template <class... Inputs>
  void expect(const Inputs&... inputs) const {
    expect_names({inputs.name...});
  }
  /// The input, which must be ids / ids drawn at random / rows of numbers / rows in a grouped space.
  const ValueType& ids(Input i) const;
  const ValueType& samples(Input i) const;
  const ValueType& real(Input i) const;
  const ValueType& grouped(Input i) const;
  void same_space(Input i, Input j) const;
  void same_width(Input i, Input j) const;
  /// The type that all inputs share, for layers that combine two or more; throws otherwise.
  ValueType all_alike() const;

  /// A size given as a number or by name; 0 if it is not given. `key` is where it stands, for the message.
  std::size_t size(const Size& size, const std::string& key) const { return lookup_.size(size, where_ / key); }
  /// The shape of a parameter to borrow, `"embed.weight"`. Throws if there is none, with a suggestion.
  Shape borrowed(const std::string& reference) const { return lookup_.parameter(reference, where_ / "weight"); }

  [[noreturn]] void fail(const std::string& what, const std::string& remedy = {}) const;

 private:
  void expect_names(const std::vector<std::string>& names) const;
  std::string title(Input i) const;

  Where where_;
  std::string layer_;
  std::vector<Source> inputs_;
  Lookup lookup_;
};

}  // namespace rowgrad
