#include "tools/curves.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "tools/table.hpp"

namespace rowgrad {
namespace {

constexpr std::size_t height = 16;       // in characters
constexpr std::size_t least_width = 16;  // of the area inside the axes
constexpr std::size_t dots_across = 2, dots_down = 4;
// Unicode's braille patterns: bit by column and row of a character's dots (U+2800 and up).
constexpr unsigned char dot_bits[dots_down][dots_across] = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};
constexpr std::array<int, 6> colours = {36, 33, 35, 32, 31, 34};  // of ANSI: cyan, yellow, magenta, green, red, blue

struct Range {
  double low = std::numeric_limits<double>::infinity(), high = -low;

  void add(double value) {
    low = std::min(low, value);
    high = std::max(high, value);
  }
  // Where a value lies among `steps` steps from low to high.
  double place(double value, std::size_t steps) const {
    const double share = value / 2 - low / 2, whole = high / 2 - low / 2;  // halves: high - low may be infinite
    return whole > 0 ? share / whole * static_cast<double>(steps - 1) : 0.0;
  }
};

std::string braille(unsigned char dots) {
  const unsigned code = 0x2800U + dots;
  return {static_cast<char>(0xE0 | code >> 12), static_cast<char>(0x80 | (code >> 6 & 0x3F)),
          static_cast<char>(0x80 | (code & 0x3F))};
}

class Canvas {
 public:
  Canvas(std::size_t width, Range x, Range y)
      : width_(width), x_(x), y_(y), dots_(width * height, 0), curve_(width * height, 0) {}

  void draw(const Curve& curve, std::size_t number) {
    auto [from_x, from_y] = place(curve.points[0]);
    for (const auto& point : curve.points) {
      const auto [to_x, to_y] = place(point);
      const double steps = std::max({1.0, std::abs(to_x - from_x), std::abs(to_y - from_y)});
      for (double s = 0.0; s <= steps; s += 1.0)
        set(from_x + (to_x - from_x) * s / steps, from_y + (to_y - from_y) * s / steps, number);
      from_x = to_x;
      from_y = to_y;
    }
  }

  std::string line(std::size_t row, CurveMarks marks) const {
    std::string line;
    for (std::size_t column = 0; column < width_; ++column) {
      const std::size_t cell = row * width_ + column;
      line += dots_[cell] == 0 ? " " : mark(cell, marks);
    }
    return line;
  }

  static std::string letter(std::size_t curve) { return {static_cast<char>('a' + curve % 26)}; }
  static std::string coloured(std::size_t curve, const std::string& text) {
    return fmt::format("\x1b[{}m{}\x1b[0m", colours[curve % colours.size()], text);
  }

 private:
  std::pair<double, double> place(const std::pair<double, double>& point) const {
    const std::size_t down = height * dots_down;
    return {x_.place(point.first, width_ * dots_across), static_cast<double>(down - 1) - y_.place(point.second, down)};
  }

  void set(double x, double y, std::size_t curve) {
    const double across = std::round(x), down = std::round(y);
    const auto width = static_cast<double>(width_ * dots_across), heights = static_cast<double>(height * dots_down);
    if (!(across >= 0 && across < width && down >= 0 && down < heights)) return;  // not a number, too
    const auto column = static_cast<std::size_t>(across), row = static_cast<std::size_t>(down);
    const std::size_t cell = row / dots_down * width_ + column / dots_across;
    dots_[cell] |= dot_bits[row % dots_down][column % dots_across];
    curve_[cell] = curve;
  }

  std::string mark(std::size_t cell, CurveMarks marks) const {
    if (marks == CurveMarks::letters) return letter(curve_[cell]);
    const std::string dots = braille(dots_[cell]);
    return marks == CurveMarks::colours ? coloured(curve_[cell], dots) : dots;
  }

  std::size_t width_;
  Range x_, y_;
  std::vector<unsigned char> dots_;
  std::vector<std::size_t> curve_;  // the last one drawn, by character
};

std::string number_text(double value) { return fmt::format("{:.4g}", value); }

std::string legend(const std::vector<Curve>& curves, CurveMarks marks) {
  std::string text;
  for (std::size_t c = 0; c < curves.size(); ++c) {
    const std::string sign = marks == CurveMarks::letters ? Canvas::letter(c) : Canvas::coloured(c, braille(0x36));
    text += fmt::format("  {} {}\n", sign, curves[c].name);
  }
  return text;
}

}  // namespace

std::string draw_curves(const std::vector<Curve>& curves, std::size_t columns, CurveMarks marks) {
  Range x, y;
  for (const Curve& curve : curves) {
    for (const auto& [px, py] : curve.points) {
      x.add(px);
      y.add(py);
    }
  }
  const std::string high = number_text(y.high), low = number_text(y.low), middle = number_text(y.low / 2 + y.high / 2);
  const std::size_t margin = std::max({high.size(), low.size(), middle.size()});
  const std::size_t width = std::max(least_width, columns - std::min(columns, margin + 3));
  Canvas canvas(width, x, y);
  for (std::size_t c = 0; c < curves.size(); ++c) {
    if (!curves[c].points.empty()) canvas.draw(curves[c], c);
  }
  std::string text;
  for (std::size_t row = 0; row < height; ++row) {
    const std::string& label = row == 0 ? high : row == height / 2 ? middle : row + 1 == height ? low : "";
    text += fmt::format("{:>{}} ┤{}\n", label, margin, canvas.line(row, marks));
  }
  const std::string first = number_text(x.low), last = number_text(x.high);
  std::string axis;
  for (std::size_t column = 0; column < width; ++column) axis += "─";
  text += fmt::format("{:>{}} └{}\n", "", margin, axis);
  text += fmt::format("{:>{}}  {}{:>{}}\n", "", margin, first, last, width - std::min(width, first.size()));
  return marks == CurveMarks::dots ? text : text + legend(curves, marks);
}

}  // namespace rowgrad
