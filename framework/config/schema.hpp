// The JSON Schema of configs, made from the declarations: what the strict reader accepts, for editors and validators.
#pragma once

#include "config/types.hpp"

namespace rowgrad {

/// A schema of draft 7, which editors understand best. Every section is strict per type: the keys of one layer, task
/// or optimizer are not accepted by another.
Json config_schema();

}  // namespace rowgrad
