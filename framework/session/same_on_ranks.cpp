#include "session/same_on_ranks.hpp"

#include <fmt/format.h>

#include <array>

#include "comm/together.hpp"
#include "kernels/instruction_set.hpp"
#include "run/content_hash.hpp"

namespace rowgrad {
namespace {

using Fingerprint = std::array<char, 16>;

Fingerprint fingerprint(const std::string& text) {
  Fingerprint print = {};
  std::ranges::copy(content_hash(text.data(), text.size()), print.begin());
  return print;
}

// Every string of the "data" section may be a path; what it names is compared by what was read from it.
std::string config_text(Json config) {
  for (auto& [key, value] : config["data"].items()) {
    if (value.is_string() && key != "task") value = "";
  }
  return config.dump();
}

std::string data_text(const Dataset& dataset) {
  std::string text = dataset.tokens().to_text() + "\n" + dataset.labels().to_text();
  for (const Split split : all_splits) text += fmt::format("\n{}", dataset.has(split) ? dataset.token_count(split) : 0);
  return text;
}

void require_same(const Where& where, const std::string& text, const std::string& what, Communicator& communicator,
                  const char* remedy = "start all ranks with the same config and data, as in a shared folder") {
  const Fingerprint mine = fingerprint(text), first = communicator.gather_one(mine)[0];
  together(communicator, [&] {
    if (mine != first) throw where.error(fmt::format("this rank's {} is not that of rank 0", what), remedy);
  });
}

}  // namespace

void require_same_on_ranks(const Experiment& experiment, Communicator& communicator) {
  if (communicator.alone()) return;
  require_same(experiment.spec.where, config_text(experiment.spec.resolved), "config", communicator);
  require_same(experiment.spec.data_where(), data_text(*experiment.dataset), "data", communicator);
  if (!experiment.spec.engine->keeps_steps_in_order()) return;
  // Ranks that make the same steps, each for itself, would drift apart without a word.
  require_same(experiment.spec.where, std::string(instruction_set()),
               fmt::format("instruction set, {},", instruction_set()), communicator,
               "let all ranks use the same: put ROWGRAD_ISA=avx2 or =generic into their environment");
}

}  // namespace rowgrad
