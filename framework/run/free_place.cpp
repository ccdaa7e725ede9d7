#include "run/free_place.hpp"

#include <string>

#include "run/run_directory.hpp"
#include "run/run_folder.hpp"
#include "run/run_lock.hpp"

namespace rowgrad {
namespace {

bool could_go_on(const std::filesystem::path& folder) {
  const RunDirectory run(folder);
  return run.has_checkpoint() && !run.is_finished() && !RunLock::is_held(folder);
}

}  // namespace

bool is_taken(const std::filesystem::path& folder) {
  std::error_code ignored;
  if (std::filesystem::exists(folder, ignored) && !std::filesystem::is_directory(folder, ignored)) return true;
  if (RunLock::is_held(folder)) return true;
  const FolderContents::Kind kind = look_into(folder).kind;
  return kind == FolderContents::Kind::run || kind == FolderContents::Kind::foreign;
}

FreePlace free_place(const std::filesystem::path& base) {
  FreePlace place{base};
  for (std::size_t number = 2; is_taken(place.out); ++number) {
    if (could_go_on(place.out)) place.unfinished = place.out;
    place.out = base.string() + "-" + std::to_string(number);
  }
  return place;
}

}  // namespace rowgrad
