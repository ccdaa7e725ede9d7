#include "session/start_from.hpp"

#include "io/safetensors.hpp"
#include "run/run_directory.hpp"

namespace rowgrad {
namespace {

// Rows are ids, so a table is only worth copying if both runs number the same tokens.
void require_same_tokens(const std::filesystem::path& path, const Vocabulary& ours) {
  const std::filesystem::path file = path / "vocab.txt";
  if (!std::filesystem::exists(file)) return;
  const Vocabulary theirs = Vocabulary::load(file);
  bool same = theirs.size() == ours.size();
  for (Id id = 0; same && id < ours.size(); ++id) same = theirs.token(id) == ours.token(id);
  if (!same) {
    throw input_error(file.string(), "its tokens are not this run's, so the rows of its tables stand for others",
                      "train both on data with the same vocabulary");
  }
}

}  // namespace

std::size_t start_from(const std::filesystem::path& path, const Experiment& experiment, Parameters<float>& parameters) {
  const RunDirectory run(path);
  if (!std::filesystem::exists(run.model())) {
    throw input_error("--init-from " + path.string(), "expected a finished run, found no model.safetensors in it",
                      "name the --out of a finished `train`");
  }
  const Safetensors file(run.model());
  std::size_t found = 0;
  for (auto& p : parameters) {
    if (!file.has(p.spec.name)) continue;
    file.read(p.spec.name, p.value);
    ++found;
  }
  if (found == 0) {
    throw input_error(path.string(), "none of its parameters has a name of this model's",
                      "compare the layer names of both configs");
  }
  require_same_tokens(path, experiment.dataset->tokens());
  return found;
}

}  // namespace rowgrad
