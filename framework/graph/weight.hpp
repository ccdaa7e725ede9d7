// Weight: a layer's matrix, its own or borrowed from another layer ("weight": "embed.weight"), which ties the two.
//
// A layer has one as a member, declares it, and asks for its spec; forward and backward see no difference.
#pragma once

#include <string>

#include "config/keys.hpp"
#include "graph/layer_inputs.hpp"
#include "graph/parameter.hpp"

namespace rowgrad {

class Weight {
 public:
  explicit Weight(Init init) : init_(std::move(init)) {}

  /// The keys "weight" (`borrowing` says what may be borrowed) and "init".
  void declare(Keys& keys, const std::string& borrowing, const std::string& start = "how the weight starts") {
    keys.add("weight", borrowed_, borrowing);
    keys.add("init", init_, start);
  }

  /// One side of the shape, and what to do if a borrowed weight has another.
  struct Side {
    std::size_t size;    // 0: not given, which only a borrowed weight makes up for
    std::string name;    // for messages
    std::string remedy;  // with {} for the size that it has
  };
  /// The value of a key that may be left out if the weight is borrowed.
  static Side key(const std::string& name, std::size_t value);
  /// What an input of rows or of ids prescribes.
  static Side width_of_rows(std::size_t width);
  static Side number_of_ids(std::size_t number);

  /// The parameter: of this shape if it is the layer's own, else as it is where it is borrowed. Throws Error if a side
  /// is neither given nor borrowed, or if a borrowed weight does not fit.
  ParameterSpec spec(Param handle, const LayerInputs& in, const Side& rows, const Side& columns) const;

 private:
  std::string borrowed_;  // empty: its own
  Init init_;
};

}  // namespace rowgrad
