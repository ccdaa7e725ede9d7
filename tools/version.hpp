// The version of both programs: the project's, from CMakeLists.txt.
#pragma once

namespace rowgrad {

extern const char* const version;  // "0.1.0"

}  // namespace rowgrad
