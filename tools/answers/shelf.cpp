#include "tools/answers/shelf.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/error.hpp"
#include "session/run_overview.hpp"
#include "session/runs_in.hpp"

namespace rowgrad {

Shelf::Shelf(const std::vector<std::filesystem::path>& places, std::filesystem::path categories)
    : categories_(std::move(categories)) {
  for (const std::filesystem::path& place : places) {
    const auto found = runs_in(place);
    if (looks_like_run(place))
      runs_.push_back(place);
    else
      folders_.push_back(place);
  }
  look_again();
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
    for (auto& run : found) {
      if (std::ranges::find(runs_, run) == runs_.end()) runs_.push_back(std::move(run));
    }
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

std::shared_ptr<OpenRun> Shelf::open(std::size_t number) {
  const std::filesystem::path where = path(number);
  const std::lock_guard lock(opened_mutex_);
  auto found = std::ranges::find(opened_, number, &Opened::number);
  if (found != opened_.end() && !found->run->is_current()) {
    opened_.erase(found);
    found = opened_.end();
  }
  if (found == opened_.end()) {
    opened_.push_front({number, std::make_shared<OpenRun>(where, categories_)});
    if (opened_.size() > most_open) opened_.pop_back();
  } else {
    opened_.splice(opened_.begin(), opened_, found);
  }
  return opened_.front().run;
}

}  // namespace rowgrad
