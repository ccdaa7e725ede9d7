// How many things ids can tell apart. An id has 32 bits; positions in data, of which there may be more, have 64.
#pragma once

#include <string>

#include "core/matrix.hpp"

namespace rowgrad {

/// Ids are below this; the few above it mark unknown words and ends of lines while text is read.
inline constexpr std::size_t most_ids = (std::size_t{1} << 32) - 16;

/// Throws the input Error of `count` things at `where`, more than ids can tell apart.
[[noreturn]] void refuse_ids(const std::string& where, std::size_t count);

/// The id of a token that comes after `size` others. Throws an input Error if ids are used up.
inline Id next_id(std::size_t size) {
  if (size >= most_ids) refuse_ids("the vocabulary", size + 1);
  return static_cast<Id>(size);
}

}  // namespace rowgrad
