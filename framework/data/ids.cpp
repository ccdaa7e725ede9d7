#include "data/ids.hpp"

#include <fmt/format.h>

#include "core/error.hpp"

namespace rowgrad {

void refuse_ids(const std::string& where, std::size_t count) {
  throw input_error(where, fmt::format("has {} different ids, expected {} at most", count, most_ids),
                    "train on a part of the text, or make data.buckets smaller");
}

}  // namespace rowgrad
