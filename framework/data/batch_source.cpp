#include "data/batch_source.hpp"

#include <fmt/ranges.h>

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

void refuse_position(const PassPosition& position) {
  throw input_error("training data", fmt::format("no pass over it can stand at {}", position),
                    "restore the data, or start a new run");
}

}  // namespace rowgrad
