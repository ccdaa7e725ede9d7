#include "run/run_directory.hpp"

#include <fmt/format.h>

#include "core/atomic_file.hpp"
#include "core/command_name.hpp"
#include "core/error.hpp"
#include "core/is_there.hpp"
#include "run/marker.hpp"

namespace rowgrad {

bool RunDirectory::holds_run() const { return is_there(config()); }

bool RunDirectory::has_checkpoint() const { return is_there(checkpoint()); }

bool RunDirectory::is_finished() const { return is_there(model()); }

void RunDirectory::require_run() const {
  if (!holds_run()) {
    throw input_error(path_.string(), "expected a run directory, found no config.json in it",
                      "name the --out of a `train`");
  }
  if (const auto marker = read_marker(path_); marker && marker->incoming) {
    throw input_error(path_.string(), "another run was taking the place of this one when it was killed",
                      fmt::format("let it: {} --resume --out {}", command_name("train"), shell_word(path_.string())));
  }
}

Vocabularies RunDirectory::vocabularies() const {
  Vocabularies known{Vocabulary::load(vocabulary()), {}};
  if (is_there(labels())) known.labels = Vocabulary::load(labels());
  return known;
}

void RunDirectory::write_config(const Json& config) const { write_atomically(this->config(), config.dump(2) + "\n"); }

}  // namespace rowgrad
