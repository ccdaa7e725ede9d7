// npy: one matrix in NumPy's file format (numpy.org/doc/stable/reference/generated/numpy.lib.format.html).
//
//   "\x93NUMPY" | major minor | u16 (version 1) or u32 header length | {'descr': '<f4', 'fortran_order': False,
//   'shape': (r, c), } padded with blanks and ended by "\n" | data
#pragma once

#include <filesystem>
#include <string_view>

#include "core/matrix.hpp"

namespace rowgrad {

/// Whether a file's first bytes are those of an .npy file.
bool is_npy(std::string_view bytes);

/// Writes (rows x columns) little-endian floats atomically. Throws a run Error.
void write_npy(const std::filesystem::path& file, const Matrix<float>& values);

/// Reads a two-dimensional matrix of 32- or 64-bit floats, in C or Fortran order. Throws an input Error.
Matrix<float> read_npy(const std::filesystem::path& file);

}  // namespace rowgrad
