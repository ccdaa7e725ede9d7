#include "graph/model_sizes.hpp"

#include <fmt/format.h>

#include "config/suggest.hpp"

namespace rowgrad {

ModelSizes::ModelSizes(const std::string& file, const Sizes& sizes, const Inputs& inputs) : sizes_(sizes) {
  for (const auto& [name, value] : inputs.sizes()) {
    if (sizes_.contains(name)) {
      throw Where{file, "/sizes/" + name}.error(fmt::format("the size \"{}\" is defined by the data", name),
                                                "remove it or rename it");
    }
    sizes_[name] = value;
  }
}

std::size_t ModelSizes::find(const Size& size, const Where& where) const {
  if (const auto* number = std::get_if<std::size_t>(&size.value)) return *number;
  const std::string& name = std::get<std::string>(size.value);
  const auto it = sizes_.find(name);
  if (it != sizes_.end()) return it->second;
  std::vector<std::string> legal;
  for (const auto& [known, value] : sizes_) legal.push_back(known);
  throw where.error(fmt::format("unknown size \"{}\"", name), suggest(name, legal));
}

}  // namespace rowgrad
