// Tape<T>: the values of one pass over a graph: what every node put out, its gradient, and what its layer saved.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "config/types.hpp"
#include "core/matrix.hpp"
#include "core/random.hpp"
#include "data/value_type.hpp"
#include "graph/handles.hpp"

namespace rowgrad {

class Layer;

/// An input or a layer at its place in the graph.
struct Node {
  static constexpr std::size_t none = ~std::size_t{0};

  std::string name;
  ValueType type;
  std::vector<std::size_t> inputs = {};      // node indices
  std::vector<std::size_t> parameters = {};  // parameter indices by handle; `none` for one the layer does without
  bool needs_gradient = false;               // some parameter upstream is trained
  std::shared_ptr<const Layer> layer = {};   // null for an input
  Json settings = {};                        // its config entry with every default filled in; null for an input

  std::string layer_name() const { return settings.is_null() ? std::string() : settings["layer"].get<std::string>(); }
};

template <class T>
struct Tape {
  struct Entry {
    Matrix<T> output;
    Matrix<T> gradient;
    std::array<Matrix<T>, Saved::most> saved;
    // The output is not written: its rows are read in the table where they stand. The gradient has a row per segment,
    // as all rows of one have the same.
    bool in_place = false;
  };
  std::vector<Entry> nodes;  // by node index
};

struct Mode {
  bool training = false;
  Random random{0};  // the stream of this step; layers derive their own from it
};

}  // namespace rowgrad
