// Each page of README.md, docs, models and data is a test case; CMake lists them.
#include "tests/catch.hpp"
#include "tests/docs/page_check.hpp"

namespace rowgrad {
#include "page_tests.inc"
}  // namespace rowgrad
