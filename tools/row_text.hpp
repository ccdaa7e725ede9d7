// Rows of numbers as a terminal shows them: the first few.
#pragma once

#include <fmt/format.h>

#include <span>
#include <string>
#include <vector>

#include "config/types.hpp"
#include "core/matrix.hpp"

namespace rowgrad {

inline std::span<const float> row_of(const Matrix<float>& m, std::size_t i) { return {row(m, i), columns(m)}; }

/// "[  0.01230 -0.41000 … 26 more ]"
template <class T>
std::string brief(std::span<const T> values) {
  constexpr std::size_t shown = 6;
  std::string text = "[";
  for (std::size_t j = 0; j < values.size() && j < shown; ++j)
    text += fmt::format(" {:8.5f}", static_cast<double>(values[j]));
  if (values.size() > shown) text += fmt::format(" … {} more", values.size() - shown);
  return text + " ]";
}
template <class T>
std::string brief(const std::vector<T>& values) {
  return brief(std::span<const T>(values));
}

/// A matrix as a list of lists of numbers.
template <class T>
Json rows_json(const Matrix<T>& m) {
  Json lines = Json::array();
  for (std::size_t i = 0; i < rows(m); ++i) lines.push_back(std::vector<T>(row(m, i), row(m, i) + columns(m)));
  return lines;
}

}  // namespace rowgrad
