// Complaint: what is wrong with one record of a block of a file, before the file's name and the block's place in it are
// put to it.
#pragma once

#include <cstddef>
#include <string>

namespace rowgrad {

struct Complaint {
  std::size_t line;  // of the block, from 1
  std::string what, remedy;
  bool not_utf8 = false;  // the remedy is to convert the file, whose name it takes to say how
};

}  // namespace rowgrad
