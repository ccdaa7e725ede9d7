#include "analysis/direction.hpp"

#include <algorithm>

#include "analysis/cosine.hpp"
#include "analysis/pca.hpp"
#include "core/error.hpp"

namespace rowgrad {
namespace {

using Point = std::vector<double>;

double mean_cosine(const std::vector<Point>& differences) {
  double sum = 0.0;
  std::size_t count = 0;
  for (std::size_t i = 0; i < differences.size(); ++i) {
    for (std::size_t k = 0; k < i; ++k, ++count) sum += cosine(differences[i], differences[k]);
  }
  return sum / static_cast<double>(count);
}

// The pairs' words as points of some space.
struct Points {
  std::vector<Point> first, second;

  Parallelism parallelism() const {
    double swapped = 0.0;
    for (std::size_t shift = 1; shift < first.size(); ++shift) swapped += mean_cosine(differences(shift));
    return {mean_cosine(differences(0)), swapped / static_cast<double>(first.size() - 1)};
  }

  std::vector<Point> differences(std::size_t shift) const {
    std::vector<Point> result;
    for (std::size_t i = 0; i < first.size(); ++i) {
      Point d = second[(i + shift) % second.size()];
      for (std::size_t j = 0; j < d.size(); ++j) d[j] -= first[i][j];
      result.push_back(std::move(d));
    }
    return result;
  }
};

template <class Place>
Points place(std::span<const std::pair<Id, Id>> pairs, Place&& at) {
  Points points;
  for (const auto& [a, b] : pairs) {
    points.first.push_back(at(a));
    points.second.push_back(at(b));
  }
  return points;
}

}  // namespace

Direction find_direction(const WordVectors& vectors, std::span<const std::pair<Id, Id>> pairs) {
  if (pairs.size() < 2)
    throw input_error("direction", "expected two pairs or more", "write them as first:second, e.g. king:queen");
  const std::size_t d = vectors.dimension();
  const Points full = place(pairs, [&](Id id) {
    const auto v = vectors.unit(id);
    return Point(v.begin(), v.end());
  });

  Direction direction;
  Point mean(d, 0.0);
  for (const Point& difference : full.differences(0)) {
    for (std::size_t j = 0; j < d; ++j) mean[j] += difference[j] / static_cast<double>(pairs.size());
  }
  double squared = 0.0, largest = 0.0;
  for (const double x : mean) {
    squared += x * x;
    largest = std::max(largest, x * x);
  }
  direction.mean.assign(mean.begin(), mean.end());
  direction.largest_column = squared > 0.0 ? largest / squared : 0.0;

  direction.full = full.parallelism();
  const auto in_plane = [&](const Pca& pca) {
    return place(pairs, [&](Id id) { return pca.project(vectors.unit(id)); }).parallelism();
  };
  direction.plane = in_plane(Pca(vectors.values(), 2));
  Matrix<float> own;
  resize(own, 2 * pairs.size(), d);
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    std::ranges::copy(vectors.unit(pairs[i].first), row(own, 2 * i));
    std::ranges::copy(vectors.unit(pairs[i].second), row(own, 2 * i + 1));
  }
  direction.plane_of_pairs = in_plane(Pca(own, 2));
  return direction;
}

std::vector<Neighbour> apply_direction(const WordVectors& vectors, const Direction& direction, Id word,
                                       std::size_t count) {
  auto target = vectors.unit(word);
  for (std::size_t j = 0; j < target.size(); ++j) target[j] += direction.mean[j];
  const Id self[] = {word};
  return vectors.nearest(target, count, self);
}

}  // namespace rowgrad
