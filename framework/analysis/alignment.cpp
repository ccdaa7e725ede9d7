#include "analysis/alignment.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "analysis/pca.hpp"
#include "core/finite.hpp"

namespace rowgrad {
namespace {

// Σ (x − mean)² of one column.
double spread(const Matrix<float>& x, std::size_t column) {
  double sum = 0.0, squares = 0.0;
  for (std::size_t i = 0; i < rows(x); ++i) sum += static_cast<double>(x(i, column));
  const double mean = sum / static_cast<double>(rows(x));
  for (std::size_t i = 0; i < rows(x); ++i) squares += std::pow(static_cast<double>(x(i, column)) - mean, 2);
  return squares;
}

AlignedFrames plane(std::span<const Matrix<float>> frames) {
  AlignedFrames seen{{frames.begin(), frames.end()}, {}};
  const double x = spread(frames.back(), 0), y = spread(frames.back(), 1);
  if (x + y > 0.0) seen.explained = {x / (x + y), y / (x + y)};
  return seen;
}

AlignedFrames projected(std::span<const Matrix<float>> frames) {
  const Pca pca(frames.back(), 2);
  AlignedFrames seen{{}, {pca.explained(0), pca.explained(1)}};
  for (const Matrix<float>& frame : frames) {
    Matrix<float>& points = seen.frames.emplace_back();
    resize(points, rows(frame), 2);
    for (std::size_t i = 0; i < rows(frame); ++i) {
      const auto at = pca.project({row(frame, i), columns(frame)});
      points(i, 0) = static_cast<float>(at[0]);
      points(i, 1) = static_cast<float>(at[1]);
    }
  }
  return seen;
}

struct Rotation {
  double cosine = 1.0, sine = 0.0;

  void turn(Matrix<float>& points) const {
    for (std::size_t i = 0; i < rows(points); ++i) {
      const auto x = static_cast<double>(points(i, 0)), y = static_cast<double>(points(i, 1));
      points(i, 0) = static_cast<float>(cosine * x - sine * y);
      points(i, 1) = static_cast<float>(sine * x + cosine * y);
    }
  }
};

// The rotation R that makes Σ |R from − to|² least: that of the angle at which Σ to · R from, a cosine and a sine with
// these factors, is largest.
Rotation onto(const Matrix<float>& from, const Matrix<float>& to) {
  double along = 0.0, across = 0.0;
  for (std::size_t i = 0; i < rows(from); ++i) {
    const auto x = static_cast<double>(from(i, 0)), y = static_cast<double>(from(i, 1));
    const auto u = static_cast<double>(to(i, 0)), v = static_cast<double>(to(i, 1));
    along += x * u + y * v;
    across += x * v - y * u;
  }
  const double length = std::hypot(along, across);
  return length > 0.0 && std::isfinite(length) ? Rotation{along / length, across / length} : Rotation{};
}

bool has_directions(const Matrix<float>& points) {
  return all_finite(points.data(), points.size()) &&
         std::any_of(points.begin(), points.end(), [](float x) { return x != 0.0F; });
}

}  // namespace

AlignedFrames align(std::span<const Matrix<float>> frames) {
  if (frames.empty()) return {};
  assert(rows(frames[0]) > 0 && columns(frames[0]) > 0);
  AlignedFrames aligned = columns(frames[0]) == 2 ? plane(frames) : projected(frames);
  const Matrix<float>* after = nullptr;
  for (std::size_t i = aligned.frames.size(); i-- > 0;) {
    Matrix<float>& frame = aligned.frames[i];
    if (!has_directions(frame)) continue;
    if (after != nullptr) onto(frame, *after).turn(frame);
    after = &frame;
  }
  return aligned;
}

}  // namespace rowgrad
