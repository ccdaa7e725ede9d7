// Curves on a terminal: lines of braille dots over two axes.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace rowgrad {

struct Curve {
  std::string name;
  std::vector<std::pair<double, double>> points;  // finite, by x
};

/// How curves are told apart: all dots alike, a colour each, or a letter each instead of dots.
enum class CurveMarks { dots, colours, letters };

/// `columns` wide, axes and their numbers included, with a legend below if the curves are marked. REQUIRES: a point.
std::string draw_curves(const std::vector<Curve>& curves, std::size_t columns, CurveMarks marks);

}  // namespace rowgrad
