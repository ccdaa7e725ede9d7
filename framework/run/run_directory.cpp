#include "run/run_directory.hpp"

#include <fmt/format.h>

#include "core/atomic_file.hpp"
#include "core/command_name.hpp"
#include "core/error.hpp"
#include "io/safetensors.hpp"
#include "run/finite_check.hpp"
#include "run/marker.hpp"

namespace rowgrad {
namespace {

bool is_there(const std::filesystem::path& file) {
  std::error_code ignored;  // a place that cannot be looked at is refused when something is written there
  return std::filesystem::exists(file, ignored);
}

}  // namespace

bool RunDirectory::holds_run() const { return is_there(config()); }

bool RunDirectory::has_checkpoint() const { return is_there(checkpoint()); }

bool RunDirectory::is_finished() const { return is_there(model()); }

void RunDirectory::require_run() const {
  if (!holds_run()) {
    throw input_error(path_.string(), "expected a run directory, found no config.json in it",
                      "name the --out of a finished `train`");
  }
  if (const auto marker = read_marker(path_); marker && marker->incoming) {
    throw input_error(path_.string(), "another run was taking the place of this one when it was killed",
                      fmt::format("let it: {} --resume --out {}", command_name("train"), shell_word(path_.string())));
  }
}

std::filesystem::path RunDirectory::finished_model() const {
  if (is_finished()) return model();
  const std::string train = command_name("train"), out = shell_word(path_.string());
  throw input_error(model().string(), "the run is not finished",
                    fmt::format("train on: {0} --resume --out {1}, or end it: {0} --finish --out {1}", train, out));
}

Vocabularies RunDirectory::vocabularies() const {
  Vocabularies known{Vocabulary::load(vocabulary()), {}};
  if (is_there(labels())) known.labels = Vocabulary::load(labels());
  return known;
}

Parameters<float> RunDirectory::parameters(const std::vector<ParameterSpec>& specs) const {
  const Safetensors file(finished_model());
  Parameters<float> parameters;
  for (const ParameterSpec& spec : specs) {
    auto& p = parameters.emplace_back(Parameter<float>{spec, {}});
    resize(p.value, spec.rows, spec.columns);
    file.read(spec.name, p.value);
    require_finite(model(), spec.name, p.value);
  }
  return parameters;
}

void RunDirectory::write_config(const Json& config) const { write_atomically(this->config(), config.dump(2) + "\n"); }

}  // namespace rowgrad
