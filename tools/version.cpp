#include "tools/version.hpp"

namespace rowgrad {

const char* const version = ROWGRAD_VERSION;

}  // namespace rowgrad
