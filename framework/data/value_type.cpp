#include "data/value_type.hpp"

#include <fmt/format.h>

namespace rowgrad {

std::string describe(const ValueType& type) {
  if (type.kind == Kind::ids) return fmt::format("ids below {} in row space \"{}\"", type.width, type.space->name);
  if (type.kind == Kind::loss) return fmt::format("a loss in row space \"{}\"", type.space->name);
  return fmt::format("rows of {} in row space \"{}\"", type.width, type.space->name);
}

}  // namespace rowgrad
