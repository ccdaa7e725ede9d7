// Unpacking of single compressed streams: gzip, xz, zstd, bzip2.
#pragma once

#include <string>
#include <string_view>

#include "core/file_bytes.hpp"

namespace rowgrad {

enum class Packing { none, gzip, xz, zstd, bzip2 };

/// As the first bytes tell.
Packing packing_of(std::string_view bytes);
/// "gzip"; empty for none.
const char* packing_name(Packing packing);

/// The content, whose size only the disk bounds. Checksums are compared. Throws an input Error at `name` if the stream
/// is damaged or cut off, a run Error if the disk is full. REQUIRES: packing != none.
FileBytes unpack(std::string_view packed, Packing packing, const std::string& name);

}  // namespace rowgrad
