#include "run/new_run.hpp"

#include "core/atomic_file.hpp"
#include "core/error.hpp"
#include "run/marker.hpp"
#include "run/replacement.hpp"
#include "run/run_folder.hpp"

namespace rowgrad {
namespace {

// The lock makes the folder: what is there already is looked at before.
const std::filesystem::path& available(const std::filesystem::path& out, bool overwrite) {
  require_available(out, overwrite);
  return out;
}

}  // namespace

NewRun::NewRun(std::filesystem::path out, bool overwrite, std::vector<std::string> files, const Json& config,
               const Vocabularies& vocabularies)
    : out_(std::move(out)), lock_(available(out_, overwrite)), run_(out_) {
  try {
    create(overwrite, std::move(files), config, vocabularies);
  } catch (...) {
    discard();
    throw;
  }
}

void NewRun::create(bool overwrite, std::vector<std::string> files, const Json& config,
                    const Vocabularies& vocabularies) {
  // Somebody else may have been here since the look ahead.
  if (look_into_available(out_, overwrite).kind == FolderContents::Kind::run) {
    finish_incoming(out_);
    run_ = RunDirectory(make_replacement(out_));
  } else {
    clear_run(out_);
  }
  writes_ = true;
  write_marker(run_.path(), {std::move(files)});
  std::error_code problem;
  std::filesystem::create_directories(run_.checkpoint().parent_path(), problem);
  if (problem)
    throw input_error(run_.path().string(), "cannot be written: " + problem.message(), "choose another --out");
  write_atomically(run_.vocabulary(), vocabularies.tokens.to_text());
  if (vocabularies.labels.size() > 0) write_atomically(run_.labels(), vocabularies.labels.to_text());
  write_atomically(run_.metrics(), "");
  run_.write_config(config);
}

NewRun::~NewRun() {
  if (!ended_) discard();
}

void NewRun::keep() {
  ended_ = true;  // even if it fails half-way: what is left is moved by the next program that locks the folder
  if (replaces()) complete_replacement(out_, run_.path());
}

std::optional<std::filesystem::path> NewRun::fail() noexcept {
  if (ended_) return std::nullopt;
  if (!run_.has_checkpoint()) {
    discard();
    return std::nullopt;
  }
  ended_ = true;
  if (!replaces()) return std::nullopt;
  return keep_failed_replacement(out_, run_.path());
}

// What cannot be removed stays; the failure before this is the one to tell.
void NewRun::discard() noexcept {
  ended_ = true;
  std::error_code ignored;
  try {
    if (writes_) clear_run(run_.path());
  } catch (const Error&) {
  }
  if (replaces()) std::filesystem::remove(run_.path(), ignored);
  lock_.release();
  if (!replaces() && (writes_ || lock_.made_folder())) std::filesystem::remove(out_, ignored);  // if it is empty
}

}  // namespace rowgrad
