// Wiring: what a layer sees of its surroundings while the graph is built, and how it refuses them.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "config/types.hpp"
#include "config/where.hpp"
#include "graph/signature.hpp"

namespace rowgrad {

/// The inputs of one layer by position, the sizes it may name, the parameters it may borrow. Every check that fails
/// throws an Error that names the layer, what it expected and what it found.
class Wiring {
 public:
  struct Shape {
    std::size_t rows, columns;
  };
  struct Source {
    std::string name;
    Signature signature;
  };

  Wiring(Where where, std::string layer, std::vector<Source> inputs)
      : where_(std::move(where)), layer_(std::move(layer)), inputs_(std::move(inputs)) {}

  std::size_t count() const { return inputs_.size(); }
  const Signature& operator[](std::size_t i) const { return inputs_[i].signature; }

  /// `form` names the inputs, e.g. {"logits", "label"}; throws unless there are that many.
  void expect(const std::vector<std::string>& form) const;
  /// The i-th input, which must be ids / ids drawn at random / rows of numbers / rows in a grouped domain.
  const Signature& ids(std::size_t i) const;
  const Signature& samples(std::size_t i) const;
  const Signature& rows(std::size_t i) const;
  const Signature& grouped(std::size_t i) const;
  void same_domain(std::size_t i, std::size_t j) const;
  void same_width(std::size_t i, std::size_t j) const;

  /// A size given as a number or by name. `key` is where it stands, for the message.
  std::size_t size(const Size& size, const std::string& key) const;
  /// The shape of a parameter to borrow, `"embed.weight"`. Throws if there is none, with a suggestion.
  Shape borrowed(const std::string& reference) const;

  [[noreturn]] void fail(const std::string& what, const std::string& remedy = {}) const;

  std::function<std::size_t(const Size&, const Where&)> resolve_size;
  std::function<Shape(const std::string&, const Where&)> resolve_parameter;

 private:
  std::string title(std::size_t i) const;
  Where where_;
  std::string layer_;
  std::vector<Source> inputs_;
};

}  // namespace rowgrad
