#include "data/batch_source.hpp"

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

}  // namespace rowgrad
