#include "engine/engine.hpp"

#include <fmt/format.h>

#include "config/catalogue.hpp"

namespace rowgrad {

void Engine::check_ranks(int ranks, const Where& train) const {
  if (ranks == 1) return;
  throw(train / "engine")
      .error(fmt::format("{} ranks cannot share a run of this engine", ranks), "take \"graph\", or start one process");
}

const bool registered_section = add_catalogue_section<Engine>("train", "engine", "graph", "engine");

}  // namespace rowgrad
