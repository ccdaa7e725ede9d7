// Snapshots of a table as a moving picture in two dimensions that does not spin.
//
// A loss of dot products is the same for vectors that are all turned by the same angle: training lets the whole plane
// drift, and a projection that is found anew for each frame turns it at random. Neither means anything. So all frames
// are seen along the same two axes, and each is turned about the origin onto the frame after it.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "core/matrix.hpp"

namespace rowgrad {

struct AlignedFrames {
  std::vector<Matrix<float>> frames;  // (n x 2) each
  std::array<double, 2> explained{};  // the share of the last frame's variance along each axis
};

/// Two columns are taken as they are: not centred, because dot products, and with them the origin, mean something. Of
/// any other number, the coordinates along the first two principal components of the last frame (Pca), whose mean is
/// the origin. Going backwards from the last, which stays as it is, each frame is then turned about the origin by the
/// angle that brings its rows nearest, in squared distances, to those of the frame after it: the orthogonal Procrustes
/// problem (Schönemann 1966), here without reflections, for which a picture would have to flip. A frame from which no
/// angle follows, all zeros or with numbers that are not finite, is not turned, and the one before it is turned onto
/// the next from which one does. No frames give no frames. REQUIRES: all have the same shape, with rows and columns.
AlignedFrames align(std::span<const Matrix<float>> frames);

}  // namespace rowgrad
