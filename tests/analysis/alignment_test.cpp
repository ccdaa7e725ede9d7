#include "analysis/alignment.hpp"

#include <cmath>
#include <limits>

#include "core/random.hpp"
#include "tests/catch.hpp"

namespace rowgrad {
namespace {

Matrix<float> random_rows(std::size_t n, std::size_t d, std::uint64_t seed) {
  Matrix<float> m;
  resize(m, n, d);
  const Random random(seed);
  for (std::size_t i = 0; i < m.size(); ++i) m.data()[i] = static_cast<float>(random.normal(i));
  return m;
}

Matrix<float> turned(const Matrix<float>& m, double angle) {
  Matrix<float> result = m;
  for (std::size_t i = 0; i < rows(m); ++i) {
    const double x = m(i, 0), y = m(i, 1);
    result(i, 0) = static_cast<float>(std::cos(angle) * x - std::sin(angle) * y);
    result(i, 1) = static_cast<float>(std::sin(angle) * x + std::cos(angle) * y);
  }
  return result;
}

double distance(const Matrix<float>& a, const Matrix<float>& b) {
  double most = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i)
    most = std::max(most, std::abs(static_cast<double>(a.data()[i]) - static_cast<double>(b.data()[i])));
  return most;
}

TEST_CASE("a turned copy is brought back by any angle, about the origin and not about the mean") {
  auto last = random_rows(9, 2, 1);
  for (std::size_t i = 0; i < 9; ++i) last(i, 0) += 3.0F;  // far from centred
  for (const double angle : {0.1, -1.0, 2.0, 3.1, -3.14}) {
    const std::vector<Matrix<float>> frames{turned(last, angle), last};
    const AlignedFrames aligned = align(frames);
    CHECK(distance(aligned.frames[0], last) < 2e-6);
    CHECK(distance(aligned.frames[1], last) == 0.0);
  }
}

TEST_CASE("a spin of the whole plane between frames vanishes, and what moved in it stays") {
  // One row moves along a line, the others stand still; the plane turns by half a radian a frame.
  std::vector<Matrix<float>> still, spun;
  for (int f = 0; f < 20; ++f) {
    auto frame = random_rows(200, 2, 3);
    frame(0, 0) = 0.1F * static_cast<float>(f);
    still.push_back(frame);
    spun.push_back(turned(frame, 0.5 * (19 - f)));
  }
  const AlignedFrames aligned = align(spun);
  for (std::size_t f = 0; f < 20; ++f) {
    CAPTURE(f);
    CHECK(distance(spun[f], still[f]) > (f < 19 ? 0.5 : -1.0));
    CHECK(distance(aligned.frames[f], still[f]) < 0.02);  // the row that moves pulls a little
  }
}

TEST_CASE("a mirrored frame is not reflected") {
  const auto last = random_rows(9, 2, 1);
  auto mirrored = last;
  for (std::size_t i = 0; i < 9; ++i) mirrored(i, 0) = -mirrored(i, 0);
  const AlignedFrames aligned = align(std::vector{mirrored, last});
  const auto area = [](const Matrix<float>& m) { return m(0, 0) * m(1, 1) - m(0, 1) * m(1, 0); };
  CHECK(area(aligned.frames[0]) == Approx(area(mirrored)).margin(1e-5));
  CHECK(distance(aligned.frames[0], last) > 0.1);
}

TEST_CASE("frames of many columns are seen along the last one's principal components") {
  // Most variance along the axis e2, some along e0, hardly any elsewhere.
  auto last = random_rows(50, 5, 2);
  for (std::size_t i = 0; i < 50; ++i) {
    for (std::size_t j = 0; j < 5; ++j) last(i, j) *= j == 2 ? 10.0F : j == 0 ? 3.0F : 0.01F;
  }
  const AlignedFrames aligned = align(std::vector{last, last});
  REQUIRE(columns(aligned.frames[0]) == 2);
  CHECK(distance(aligned.frames[0], aligned.frames[1]) < 1e-4);
  CHECK(aligned.explained[0] > 0.8);
  CHECK(aligned.explained[0] + aligned.explained[1] == Approx(1.0).margin(1e-3));
  double mean = 0.0;
  for (std::size_t i = 0; i < 50; ++i) mean += last(i, 2) / 50.0;
  for (std::size_t i = 0; i < 50; ++i) CHECK(aligned.frames[1](i, 0) == Approx(last(i, 2) - mean).margin(0.5));
}

TEST_CASE("the shares of variance of a plane are those of its two axes") {
  Matrix<float> last = zeros<float>(2, 2);
  last(0, 0) = 3.0F;
  last(0, 1) = 1.0F;
  const AlignedFrames aligned = align(std::vector{last});
  CHECK(aligned.explained[0] == Approx(0.9));
  CHECK(aligned.explained[1] == Approx(0.1));
}

TEST_CASE("a frame of zeros or of numbers that are not finite turns nothing, and others are turned past it") {
  const auto last = random_rows(9, 2, 1);
  const float bad = GENERATE(0.0F, std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity());
  auto broken = zeros<float>(9, 2);
  broken(4, 1) = bad;
  const AlignedFrames aligned = align(std::vector{turned(last, 1.0), broken, last});
  CHECK(distance(aligned.frames[0], last) < 2e-6);
  CHECK(aligned.frames[1](0, 0) == 0.0F);
  CHECK(distance(aligned.frames[2], last) == 0.0);
  const AlignedFrames all_zero = align(std::vector{zeros<float>(3, 2), zeros<float>(3, 2)});
  for (const float x : all_zero.frames[0]) CHECK(x == 0.0F);
  CHECK(all_zero.explained == std::array{0.0, 0.0});
}

TEST_CASE("no frames and single columns are pictures too") {
  CHECK(align({}).frames.empty());
  const AlignedFrames line = align(std::vector{random_rows(4, 1, 1)});
  REQUIRE(columns(line.frames[0]) == 2);
  for (std::size_t i = 0; i < 4; ++i) CHECK(line.frames[0](i, 1) == 0.0F);
}

}  // namespace
}  // namespace rowgrad
