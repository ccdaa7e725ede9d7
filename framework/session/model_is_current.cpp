#include "session/model_is_current.hpp"

#include <optional>

#include "config/config.hpp"
#include "core/error.hpp"
#include "core/text_file.hpp"
#include "run/checkpoint.hpp"

namespace rowgrad {
namespace {

std::optional<std::size_t> saved_steps(const RunDirectory& run) {
  try {
    return CheckpointFile(run.checkpoint()).position().step;
  } catch (const Error&) {
    return std::nullopt;
  }
}

std::optional<std::size_t> summarised_steps(const RunDirectory& run) {
  try {
    const Json summary = parse_json(TextFile(run.summary()).text(), run.summary().string());
    const auto steps = summary.find("steps");
    if (steps == summary.end() || !steps->is_number_unsigned()) return std::nullopt;
    return steps->get<std::size_t>();
  } catch (const Error&) {
    return std::nullopt;
  }
}

}  // namespace

bool model_is_current(const RunDirectory& run) {
  if (!run.is_finished()) return false;
  const auto saved = saved_steps(run), summarised = summarised_steps(run);
  return !saved || (summarised && *summarised >= *saved);
}

}  // namespace rowgrad
