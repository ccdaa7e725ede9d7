#include "run/replacement.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <vector>

#include "core/error.hpp"
#include "core/is_there.hpp"
#include "run/marker.hpp"
#include "run/run_folder.hpp"

namespace rowgrad {
namespace {

constexpr std::string_view prefix = ".new-";

void check(const std::error_code& problem, const std::filesystem::path& file) {
  if (problem) throw run_error(file.string(), "cannot be moved: " + problem.message(), "continue with --resume");
}

bool has_checkpoint(const std::filesystem::path& run) { return is_there(run / "checkpoint/state.safetensors"); }

// Renames are on the disk before what relies on them is written.
void flush_folder(const std::filesystem::path& folder) {
  const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return;
  ::fsync(fd);  // a file system that cannot promises nothing
  ::close(fd);
}

std::vector<std::filesystem::path> replacements(const std::filesystem::path& out) {
  std::vector<std::filesystem::path> folders;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(out, ignored)) {
    if (is_replacement_name(entry.path().filename().string()) && entry.is_directory() && !entry.is_symlink())
      folders.push_back(entry.path());
  }
  return folders;
}

// Those in `names` that are there.
std::vector<std::string> files_of(const std::filesystem::path& run, const std::vector<std::string>& names) {
  std::vector<std::string> files;
  std::copy_if(names.begin(), names.end(), std::back_inserter(files),
               [&](const std::string& name) { return is_there(run / name); });
  return files;
}

void move_incoming(const std::filesystem::path& out, const Marker& marker) {
  const std::filesystem::path from = out / marker.incoming->from;
  const auto& moving = marker.incoming->files;
  std::error_code problem;
  for (const std::string& name : run_folder_names()) {
    std::filesystem::create_directories(out / name, problem);
    check(problem, out / name);
  }
  for (const std::string& file : marker.files) {
    if (std::find(moving.begin(), moving.end(), file) == moving.end())
      std::filesystem::remove(out / file, problem);
    else if (is_there(from / file))
      std::filesystem::rename(from / file, out / file, problem);
    check(problem, out / file);
  }
  for (const std::string& name : run_folder_names()) {
    std::error_code not_empty;
    if (!std::filesystem::remove(out / name, not_empty)) flush_folder(out / name);
  }
  flush_folder(out);
  const auto theirs = read_marker(from);
  write_marker(out, {theirs ? theirs->files : marker.files});
}

}  // namespace

bool is_replacement_name(const std::string& name) {
  return name.size() > prefix.size() && name.starts_with(prefix) &&
         name.find_first_not_of("0123456789-", prefix.size()) == std::string::npos;
}

bool needs_recovery(const std::filesystem::path& out) {
  const auto marker = read_marker(out);
  return (marker && marker->incoming) || !replacements(out).empty();
}

std::filesystem::path make_replacement(const std::filesystem::path& out) {
  for (int i = 0;; ++i) {
    const auto folder =
        out / (std::string(prefix) + std::to_string(::getpid()) + (i == 0 ? "" : fmt::format("-{}", i)));
    std::error_code problem;
    if (std::filesystem::create_directory(folder, problem)) return folder;
    if (problem) throw input_error(folder.string(), "cannot be created: " + problem.message(), "choose another --out");
  }
}

void complete_replacement(const std::filesystem::path& out, const std::filesystem::path& replacement) {
  const auto old_marker = read_marker(out), new_marker = read_marker(replacement);
  if (!new_marker) throw run_error(replacement.string(), "its marker is gone", "start again with --overwrite");
  Marker marker{old_marker ? old_marker->files : files_of(out, run_file_names())};
  for (const std::string& file : new_marker->files) {
    if (std::find(marker.files.begin(), marker.files.end(), file) == marker.files.end()) marker.files.push_back(file);
  }
  marker.incoming = {replacement.filename().string(), files_of(replacement, new_marker->files)};
  write_marker(out, marker);  // the old run ends here
  move_incoming(out, marker);
  drop_replacements(out);
}

std::filesystem::path keep_failed_replacement(const std::filesystem::path& out,
                                              const std::filesystem::path& replacement) {
  const auto kept = out / ("failed-" + replacement.filename().string().substr(prefix.size()));
  std::error_code problem;
  if (is_there(kept)) return replacement;
  std::filesystem::rename(replacement, kept, problem);
  return problem ? replacement : kept;
}

bool finish_incoming(const std::filesystem::path& out) {
  const auto marker = read_marker(out);
  if (!marker || !marker->incoming) return false;
  move_incoming(out, *marker);
  drop_replacements(out);
  return true;
}

bool recover_replacement(const std::filesystem::path& out) {
  if (finish_incoming(out)) return true;
  std::filesystem::path newest;
  for (const auto& folder : replacements(out)) {
    if (!has_checkpoint(folder) || !read_marker(folder)) continue;
    const auto written = [](const auto& run) {
      return std::filesystem::last_write_time(run / "checkpoint/state.safetensors");
    };
    if (newest.empty() || written(folder) > written(newest)) newest = folder;
  }
  if (!newest.empty()) complete_replacement(out, newest);
  drop_replacements(out);
  return !newest.empty();
}

void drop_replacements(const std::filesystem::path& out) {
  for (const auto& folder : replacements(out)) {
    if (read_marker(folder)) clear_run(folder);
    std::error_code not_empty;
    std::filesystem::remove(folder, not_empty);
  }
}

}  // namespace rowgrad
