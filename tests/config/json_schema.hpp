// The part of JSON Schema (draft 7) that config_schema() uses, as a check of one value.
#pragma once

#include <string>

#include "config/types.hpp"

namespace rowgrad {

/// The first thing in `value` that `schema` forbids, by JSON pointer and keyword; empty if there is none. Throws
/// std::logic_error for a keyword that is not known here.
std::string schema_violation(const Json& schema, const Json& value);

}  // namespace rowgrad
