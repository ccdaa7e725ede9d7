#include "tools/answers/shelf.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/error.hpp"
#include "run/run_lock.hpp"
#include "session/run_overview.hpp"
#include "session/runs_in.hpp"

namespace rowgrad {

Shelf::Shelf(const std::vector<std::filesystem::path>& places, std::filesystem::path categories)
    : categories_(std::move(categories)) {
  if (!categories_.empty()) Categories::check(categories_);
  for (const std::filesystem::path& place : places) {
    (void)runs_in(place);  // throws if it is neither a run nor a folder
    if (!looks_like_run(place))
      folders_.push_back(place);
    else
      add(place);
  }
  look_again();
}

void Shelf::add(const std::filesystem::path& run) {
  std::error_code problem;
  const auto same = [&](const std::filesystem::path& other) {
    return run == other || std::filesystem::equivalent(run, other, problem);
  };
  if (std::ranges::none_of(runs_, same)) runs_.push_back(run);
}

void Shelf::look_again() {
  for (const std::filesystem::path& folder : folders_) {
    std::vector<std::filesystem::path> found;
    try {
      found = runs_in(folder);
    } catch (const Error&) {  // deleted meanwhile: what was in it says so by itself
      continue;
    }
    std::ranges::sort(found);
    for (const auto& run : found) add(run);
  }
}

std::vector<std::filesystem::path> Shelf::runs() {
  const std::lock_guard lock(runs_mutex_);
  look_again();
  return runs_;
}

std::filesystem::path Shelf::path(std::size_t number) {
  const std::lock_guard lock(runs_mutex_);
  if (number >= runs_.size())
    throw input_error("run", fmt::format("there is no run {}, only {}", number, runs_.size()));
  if (!looks_like_run(runs_[number]))
    throw input_error(runs_[number].string(), "the run is no longer there", "choose another");
  return runs_[number];
}

// While a run is being replaced or saved, its files do not go together for a moment.
std::shared_ptr<OpenRun> Shelf::open_now(const std::filesystem::path& run) const {
  try {
    return std::make_shared<OpenRun>(run, categories_);
  } catch (const Error& e) {
    if (!RunLock::is_held(run)) throw;
    throw input_error(run.string(), "is being written just now", "ask again in a moment");
  }
}

std::shared_ptr<OpenRun> Shelf::open(std::size_t number) {
  const std::filesystem::path where = path(number);
  const std::lock_guard lock(opened_mutex_);
  auto found = std::ranges::find(opened_, number, &Opened::number);
  if (found != opened_.end() && !found->run->is_current()) {
    opened_.erase(found);
    found = opened_.end();
  }
  if (found == opened_.end()) {
    opened_.push_front({number, open_now(where)});
    if (opened_.size() > most_open) opened_.pop_back();
  } else {
    opened_.splice(opened_.begin(), opened_, found);
  }
  return opened_.front().run;
}

}  // namespace rowgrad
