// Complaint: what is wrong with one record of a block of a file, before the file's name and the block's place in it are
// put to it.
#pragma once

#include <cstddef>
#include <string>

namespace rowgrad {

struct Complaint {
  /// Stands for the remedy that names the file to be converted to UTF-8.
  static constexpr const char* convert = "convert";

  std::size_t line;  // of the block, from 1
  std::string what, remedy;
};

}  // namespace rowgrad
