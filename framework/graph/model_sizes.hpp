// ModelSizes: the sizes that a model's layers may name: the config's and those that the data defines. Immutable.
#pragma once

#include <string>

#include "config/types.hpp"
#include "config/where.hpp"
#include "data/inputs.hpp"

namespace rowgrad {

class ModelSizes {
 public:
  /// Throws Error if `sizes`, which stand in `file`, define one that the data defines.
  ModelSizes(const std::string& file, const Sizes& sizes, const Inputs& inputs);
  /// A number as it is, a name looked up. Throws Error, at `where`, for an unknown one.
  std::size_t find(const Size& size, const Where& where) const;

 private:
  Sizes sizes_;
};

}  // namespace rowgrad
