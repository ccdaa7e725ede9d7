// Where: a place in a config, printed as `file: /json/pointer`, or as `file` for the whole of it.
#pragma once

#include <string>

#include "core/error.hpp"

namespace rowgrad {

struct Where {
  std::string file;
  std::string pointer;

  Where operator/(const std::string& key) const { return {file, pointer + "/" + key}; }
  Where operator/(std::size_t index) const { return *this / std::to_string(index); }
  std::string text() const { return pointer.empty() ? file : file + ": " + pointer; }
  Error error(const std::string& what, const std::string& remedy = {}) const {
    return input_error(text(), what, remedy);
  }
};

}  // namespace rowgrad
