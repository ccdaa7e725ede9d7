// RunSpec: everything a config says, read and checked, before any data is touched.
#pragma once

#include <memory>

#include "config/config.hpp"
#include "data/data_spec.hpp"
#include "engine/engine.hpp"
#include "graph/model_spec.hpp"

namespace rowgrad {

/// Immutable once read; copies share their parts.
struct RunSpec {
  Where where;  // the config's file, for messages
  std::size_t seed = 1;
  Sizes sizes;
  ModelSpec model;
  std::shared_ptr<const DataSpec> data;
  std::shared_ptr<const UpdateRule> rule;
  std::shared_ptr<const Schedule> schedule;
  std::shared_ptr<const Engine> engine;
  std::string task;    // the data's registered name
  Json rule_settings;  // the "optimizer" section with every default filled in
  Json resolved;       // the whole config, likewise, with every path absolute

  Where data_where() const { return where / "data"; }
  Random random() const { return Random(seed); }
};

/// Reads every section strictly. Throws Error.
RunSpec read_run_spec(const Config& config);

/// Throws Error if no layer names this one of the "sizes": a misspelt `--set sizes.dim=100` would change nothing.
void require_size_named(const RunSpec& spec, const std::string& size);

}  // namespace rowgrad
