// Handles: the names by which a layer speaks of its inputs, parameters and saved matrices. Each is declared once, as a
// constant of the layer; the types keep one kind from being used for another.
#pragma once

#include <cstddef>

namespace rowgrad {

/// An input by its place in the config's "inputs".
struct Input {
  std::size_t index;
  const char* name;  // for messages
};

/// A parameter by its place among the layer's, and its name in the graph: "weight" of "embed" is "embed.weight".
struct Param {
  std::size_t index;
  const char* name;
};

/// A parameter that is not trained, such as running statistics. It shares the numbering of the parameters.
struct Buffer {
  std::size_t index;
  const char* name;
};

/// A matrix that a layer keeps on the tape from its forward pass for its backward pass.
class Saved {
 public:
  static constexpr std::size_t most = 7;  // per layer
  consteval explicit Saved(std::size_t i) : index(i < most ? i : throw "raise Saved::most") {}
  std::size_t index;
};

}  // namespace rowgrad
