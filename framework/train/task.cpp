#include "train/task.hpp"

#include "core/error.hpp"

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

Batch Task::example(const std::string&, const std::string&) const {
  throw input_error("--text", "this task has no single examples", "name a run of another task");
}

std::string Task::id_name(std::size_t, Id id) const {
  return vocabulary() != nullptr && id < vocabulary()->size() ? vocabulary()->token(id) : std::to_string(id);
}

std::optional<std::size_t> Task::vectors(const Graph& graph) const {
  for (std::size_t p = 0; p < graph.parameters().size(); ++p) {
    if (vocabulary() != nullptr && graph.parameters()[p].rows == vocabulary()->size()) return p;
  }
  return std::nullopt;
}

}  // namespace rowgrad
