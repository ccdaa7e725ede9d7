#include "session/identity.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/error.hpp"
#include "core/is_there.hpp"
#include "core/standard_input.hpp"
#include "run/content_hash.hpp"

namespace rowgrad {
namespace {

constexpr const char* vocabulary = "vocab.txt";
constexpr const char* labels = "labels.txt";

// The data files a spec names, by "data.train" and so on.
std::map<std::string, std::filesystem::path> data_files(const Json& resolved) {
  std::map<std::string, std::filesystem::path> files;
  for (const Split split : all_splits) {
    const Json& data = resolved["data"];
    if (!data.contains(split_name(split)) || !data[split_name(split)].is_string()) continue;
    const auto path = data[split_name(split)].get<std::string>();
    if (!path.empty()) files["data." + std::string(split_name(split))] = path;
  }
  return files;
}

// The saved config with what this version knows beyond it at its default.
Json resolve_again(const Json& saved, const std::string& file) {
  Config config;
  config.where = {file, ""};
  if (!saved.is_object()) throw config.where.error("expected the run's config, found none", "start a new run");
  Keys keys;
  config.declare(keys);
  keys.read(saved, config.where);
  return read_run_spec(config).resolved;
}

// Without what may change: the data files' contents are compared, not their names.
Json comparable(Json resolved) {
  resolved["train"].erase("epochs");
  for (const Split split : all_splits) resolved["data"].erase(split_name(split));
  return resolved;
}

Error changed(const std::string& what, const std::string& how) {
  return input_error(what, how, "restore it, or start a new run with --init-from");
}

void require_same_files(const RunIdentity& saved, const RunIdentity& now, const RunSpec& spec,
                        const RunDirectory& run) {
  const auto data = data_files(spec.resolved);
  for (const auto& [name, file] : data) {
    if (!saved.files.contains(name))
      throw changed(run.config().string(), "names a file as " + name + ", as it did not");
    const auto hash = now.files.find(name);
    if (hash != now.files.end() && hash->second != saved.files.at(name))
      throw changed(shown_name(file), fmt::format("has changed since the run was saved ({})", name));
  }
  for (const auto& [name, hash] : saved.files) {
    if (data.contains(name)) continue;
    const bool in_run = name == vocabulary || name == labels;
    const auto found = now.files.find(name);
    if (!in_run) throw changed(run.config().string(), "no longer names a file as " + name);
    if (found == now.files.end()) throw changed((run.path() / name).string(), "is missing");
    if (found->second != hash) throw changed((run.path() / name).string(), "has changed since the run was saved");
  }
}

}  // namespace

RunIdentity identity_of(const RunSpec& spec, const RunDirectory& run) {
  RunIdentity identity{spec.resolved, {}};
  for (const auto& [name, file] : data_files(spec.resolved)) {
    if (is_standard_input(file) || is_there(file)) identity.files[name] = file_hash(file);
  }
  for (const char* name : {vocabulary, labels}) {
    if (is_there(run.path() / name)) identity.files[name] = file_hash(run.path() / name);
  }
  return identity;
}

void require_same(const CheckpointFile& checkpoint, const RunIdentity& now, const RunSpec& spec,
                  const RunDirectory& run) {
  const RunIdentity& saved = checkpoint.facts().identity;
  if (saved.config.is_null()) return;  // of version 0.1
  const Json began = comparable(resolve_again(saved.config, run.checkpoint().string()));
  const Json changes = Json::diff(began, comparable(spec.resolved));
  if (!changes.empty()) {
    throw changed(run.config().string() + ": " + changes[0]["path"].get<std::string>(),
                  "has changed since the run was saved");
  }
  require_same_files(saved, now, spec, run);
}

void require_data_outside(const RunSpec& spec, const std::filesystem::path& out) {
  std::error_code problem;
  const auto folder = std::filesystem::weakly_canonical(std::filesystem::absolute(out), problem);
  for (const auto& [name, file] : data_files(spec.resolved)) {
    if (is_standard_input(file)) continue;
    const auto path = std::filesystem::weakly_canonical(file, problem);
    const auto [end, ignored] = std::mismatch(folder.begin(), folder.end(), path.begin(), path.end());
    // A path that ends with a slash has an empty last part.
    if (end != folder.end() && !end->empty()) continue;
    throw input_error("--out",
                      fmt::format("{} holds {} ({}), which the run could overwrite", out.string(), file.string(), name),
                      "choose another --out");
  }
}

}  // namespace rowgrad
