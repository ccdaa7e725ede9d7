#include "tools/answers/open_run.hpp"

#include <fmt/format.h>

#include "run/run_directory.hpp"
#include "tools/run_data.hpp"

namespace rowgrad {

OpenRun::OpenRun(std::filesystem::path path, std::filesystem::path categories)
    : path_(std::move(path)), categories_file_(std::move(categories)), stamp_(stamp()), model_(open_run(path_)) {}

std::string OpenRun::stamp() const {
  const RunDirectory run(path_);
  std::string stamp;
  for (const auto& file : {run.config(), run.model(), run.checkpoint()}) {
    std::error_code missing;
    const auto time = std::filesystem::last_write_time(file, missing);
    const auto size = std::filesystem::file_size(file, missing);
    stamp += missing ? "-;" : fmt::format("{} {};", time.time_since_epoch().count(), size);
  }
  return stamp;
}

const WordVectors& OpenRun::vectors(const std::string& table) {
  if (const auto found = vectors_.find(table); found != vectors_.end()) return found->second;
  return vectors_.emplace(table, WordVectors::open(path_, table)).first->second;
}

const Categories* OpenRun::categories(const std::string& table) {
  if (categories_file_.empty()) return nullptr;
  auto found = categories_.find(table);
  if (found == categories_.end()) {
    std::optional<Categories> read;
    try {
      read = Categories::read(categories_file_, vectors(table));
    } catch (const Error&) {  // none of its words is in this run: other runs may have them
    }
    found = categories_.emplace(table, std::move(read)).first;
  }
  return found->second ? &*found->second : nullptr;
}

const Dataset& OpenRun::data() {
  if (!data_) data_ = load_run_data(path_);
  return *data_;
}

const PairCounts& OpenRun::pair_counts(std::size_t words) {
  constexpr std::size_t passes = 5;  // over the text: windows are drawn
  if (!pair_counts_ || pair_counts_->words() != words)
    pair_counts_.emplace(dynamic_cast<const Word2vecDataset&>(data()), experiment().spec.random(), passes, words,
                         path_.string());
  return *pair_counts_;
}

}  // namespace rowgrad
