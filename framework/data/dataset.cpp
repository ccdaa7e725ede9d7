#include "data/dataset.hpp"

namespace rowgrad {

std::string Dataset::id_name(std::size_t, Id id) const {
  return id < tokens().size() ? tokens().token(id) : std::to_string(id);
}

}  // namespace rowgrad
