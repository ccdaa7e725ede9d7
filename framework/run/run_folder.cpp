#include "run/run_folder.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "config/config.hpp"
#include "core/atomic_file.hpp"
#include "core/error.hpp"
#include "core/text_file.hpp"
#include "run/marker.hpp"
#include "run/replacement.hpp"
#include "run/run_lock.hpp"

namespace rowgrad {
namespace {

using Kind = FolderContents::Kind;

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// The file that a temporary one was to become: "config.json" of "config.json.tmp-12-0", or of 0.1's "config.json.tmp".
std::string target_of_temporary(const std::string& name) {
  const std::size_t at = name.rfind(".tmp");
  const bool temporary = at != std::string::npos && (at + 4 == name.size() || is_left_behind(name));
  return temporary ? name.substr(0, at) : std::string();
}

// Whether the file, a path in the folder, is one of these or was on its way to become one.
bool is_one_of(const std::vector<std::string>& names, const std::string& file) {
  return contains(names, file) || contains(names, target_of_temporary(file));
}

// Of the folder and of those in it that a run has; other folders are named as such.
std::vector<std::string> files_in(const std::filesystem::path& folder) {
  std::vector<std::string> files;
  std::error_code problem;
  for (const auto& entry : std::filesystem::directory_iterator(folder, problem)) {
    const std::string name = entry.path().filename().string();
    if (!contains(run_folder_names(), name) || !entry.is_directory()) {
      files.push_back(name);
      continue;
    }
    for (const auto& inner : std::filesystem::directory_iterator(entry.path(), problem))
      files.push_back(name + "/" + inner.path().filename().string());
  }
  if (problem) throw input_error(folder.string(), "cannot be read: " + problem.message(), "choose another --out");
  std::sort(files.begin(), files.end());
  return files;
}

bool is_resolved_config(const std::filesystem::path& file) {
  try {
    const Json json = parse_json(TextFile(file).text(), file.string());
    return json.is_object() && json.contains("format") && json.contains("data") && json["data"].is_object() &&
           json["data"].contains("task") && json.contains("model") && json["model"].is_array();
  } catch (const Error&) {
    return false;
  }
}

FolderContents without_marker(const std::filesystem::path& folder) {
  const std::vector<std::string> files = files_in(folder);
  const auto strange = [](const std::string& file) {
    return file != RunLock::file_name && !is_one_of(run_file_names(), file) && !is_one_of({Marker::file_name}, file);
  };
  if (const auto it = std::find_if(files.begin(), files.end(), strange); it != files.end()) return {Kind::foreign, *it};
  const auto known = [](const std::string& file) { return is_one_of(run_file_names(), file); };
  const auto first = std::find_if(files.begin(), files.end(), known);
  if (first == files.end()) {
    if (contains(files, Marker::file_name)) return {Kind::foreign, Marker::file_name};
    return {Kind::nothing};
  }
  if (is_resolved_config(folder / "config.json")) return {Kind::run};
  return {Kind::foreign, *first};
}

void remove_file(const std::filesystem::path& file) {
  std::error_code problem;
  std::filesystem::remove(file, problem);
  if (problem) throw input_error(file.string(), "cannot be removed: " + problem.message(), "choose another --out");
}

}  // namespace

FolderContents look_into(const std::filesystem::path& folder) {
  std::error_code problem;  // a place that cannot be looked at is refused when something is written there
  if (!std::filesystem::exists(folder, problem)) return {Kind::nothing};
  if (!std::filesystem::is_directory(folder, problem))
    throw input_error(folder.string(), "expected a folder, found a file", "choose another --out");
  const auto marker = read_marker(folder);
  if (!marker) return without_marker(folder);
  const bool usable = std::filesystem::exists(folder / "checkpoint/state.safetensors", problem) ||
                      std::filesystem::exists(folder / "model.safetensors", problem) || marker->incoming;
  return {usable ? Kind::run : Kind::begun};
}

FolderContents look_into_available(const std::filesystem::path& out, bool overwrite) {
  FolderContents contents = look_into(out);
  if (contents.kind == Kind::foreign) {
    throw input_error(
        "--out",
        fmt::format("{} holds \"{}\", and nothing says that rowgrad made this folder", out.string(), contents.found),
        "choose another --out, or empty the folder yourself");
  }
  if (contents.kind == Kind::run && !overwrite) {
    throw input_error("--out", fmt::format("{} already holds a run", out.string()),
                      "continue it with --resume, replace it with --overwrite, or choose another --out");
  }
  return contents;
}

void require_available(const std::filesystem::path& out, bool overwrite) {
  RunLock::require_free(out);
  look_into_available(out, overwrite);
}

void clear_run(const std::filesystem::path& folder) {
  const auto marker = read_marker(folder);
  std::vector<std::string> ours;
  if (marker)
    ours = marker->files;
  else if (look_into(folder).kind == Kind::run)
    ours = run_file_names();
  for (const std::string& file : files_in(folder)) {
    if (is_one_of(ours, file)) remove_file(folder / file);
  }
  std::error_code not_empty;
  for (const std::string& name : run_folder_names()) std::filesystem::remove(folder / name, not_empty);
  drop_replacements(folder);
  for (const std::string& file : files_in(folder)) {
    if (marker ? is_one_of({Marker::file_name}, file) : target_of_temporary(file) == Marker::file_name)
      remove_file(folder / file);
  }
}

}  // namespace rowgrad
