#include "engine/engine.hpp"

#include "config/catalogue.hpp"

namespace rowgrad {

const bool registered_section = add_catalogue_section<Engine>("train", "engine", "graph", "engine");

}  // namespace rowgrad
