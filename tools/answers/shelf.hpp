// Shelf: the runs that a page may ask about, by number. Nothing else on the disk can be reached through it.
#pragma once

#include <filesystem>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "tools/answers/open_run.hpp"

namespace rowgrad {

/// Any number of threads may use it.
class Shelf {
 public:
  /// `places` are runs, or folders of runs, where new ones are looked for again and again. Throws an input Error if one
  /// is neither, or if `categories`, a file of words and what they are, is not (Categories::check); empty: none.
  explicit Shelf(const std::vector<std::filesystem::path>& places, std::filesystem::path categories = {});

  /// The runs there are by now. A run keeps its number as long as the program runs, even if it is deleted.
  std::vector<std::filesystem::path> runs();
  /// Throws an input Error if there is no such run, or no longer.
  std::filesystem::path path(std::size_t number);
  /// The run opened for queries, again if it has changed since. The last few stay open. Throws Error.
  std::shared_ptr<OpenRun> open(std::size_t number);

 private:
  static constexpr std::size_t most_open = 3;
  struct Opened {
    std::size_t number;
    std::shared_ptr<OpenRun> run;
  };
  void look_again();
  void add(const std::filesystem::path& run);
  std::shared_ptr<OpenRun> open_now(const std::filesystem::path& run) const;

  std::filesystem::path categories_;
  std::vector<std::filesystem::path> folders_;
  std::mutex runs_mutex_;
  std::vector<std::filesystem::path> runs_;
  std::mutex opened_mutex_;   // held while a run is opened, which may take seconds
  std::list<Opened> opened_;  // the one used last in front
};

}  // namespace rowgrad
