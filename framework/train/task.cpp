#include "train/task.hpp"

namespace rowgrad {

const char* split_name(Split split) {
  switch (split) {
    case Split::train:
      return "train";
    case Split::dev:
      return "dev";
    case Split::test:
      break;
  }
  return "test";
}

std::optional<std::size_t> Task::vectors(const Graph& graph) const {
  for (std::size_t p = 0; p < graph.parameters().size(); ++p) {
    if (vocabulary() != nullptr && graph.parameters()[p].rows == vocabulary()->size()) return p;
  }
  return std::nullopt;
}

}  // namespace rowgrad
