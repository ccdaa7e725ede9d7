#include "run/run_directory.hpp"

#include "core/atomic_file.hpp"
#include "core/error.hpp"
#include "io/safetensors.hpp"

namespace rowgrad {
namespace {

constexpr const char* vocabulary_file = "vocab.txt";
constexpr const char* labels_file = "labels.txt";

bool is_there(const std::filesystem::path& file) {
  std::error_code ignored;  // a place that cannot be looked at is refused when something is written there
  return std::filesystem::exists(file, ignored);
}

}  // namespace

bool RunDirectory::holds_run() const { return is_there(config()); }

bool RunDirectory::has_checkpoint() const { return is_there(checkpoint()); }

void RunDirectory::require_run() const {
  if (holds_run()) return;
  throw input_error(path_.string(), "expected a run directory, found no config.json in it",
                    "name the --out of a finished `train`");
}

std::filesystem::path RunDirectory::finished_model() const {
  if (is_there(model())) return model();
  throw input_error(model().string(), "the run is not finished", "finish it: train --resume --out " + path_.string());
}

Vocabularies RunDirectory::vocabularies() const {
  Vocabularies known{Vocabulary::load(path_ / vocabulary_file), {}};
  if (is_there(path_ / labels_file)) known.labels = Vocabulary::load(path_ / labels_file);
  return known;
}

Parameters<float> RunDirectory::parameters(const std::vector<ParameterSpec>& specs) const {
  const Safetensors file(finished_model());
  Parameters<float> parameters;
  for (const ParameterSpec& spec : specs) {
    auto& p = parameters.emplace_back(Parameter<float>{spec, {}});
    resize(p.value, spec.rows, spec.columns);
    file.read(spec.name, p.value);
  }
  return parameters;
}

void RunDirectory::create(const Json& config, const Vocabularies& vocabularies) const {
  std::error_code problem;
  std::filesystem::create_directories(path_ / "checkpoint", problem);
  if (problem) throw input_error(path_.string(), "cannot be created: " + problem.message(), "choose another --out");
  try {
    write_atomically(path_ / vocabulary_file, vocabularies.tokens.to_text());
    if (vocabularies.labels.size() > 0) write_atomically(path_ / labels_file, vocabularies.labels.to_text());
    write_atomically(metrics(), "");
    write_config(config);
  } catch (const Error&) {
    discard();
    throw;
  }
}

void RunDirectory::write_config(const Json& config) const { write_atomically(this->config(), config.dump(2) + "\n"); }

void RunDirectory::clear() const {
  std::error_code problem;
  const auto check = [&] {
    if (problem) throw input_error(path_.string(), "cannot be cleared: " + problem.message(), "choose another --out");
  };
  for (const char* name : {"config.json", vocabulary_file, labels_file, "metrics.jsonl", "model.safetensors",
                           "summary.json", "embeddings.bin", "embeddings.txt"}) {
    std::filesystem::remove(path_ / name, problem);
    check();
  }
  std::filesystem::remove_all(path_ / "checkpoint", problem);
  check();
}

void RunDirectory::discard() const {
  try {
    clear();
  } catch (const Error&) {  // what failed before this is the message to show
  }
  std::error_code not_empty;
  std::filesystem::remove(path_, not_empty);
}

}  // namespace rowgrad
