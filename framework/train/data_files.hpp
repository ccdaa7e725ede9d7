// DataFiles: the keys every task has for its splits, and which items of which file each split is.
#pragma once

#include "config/keys.hpp"
#include "train/task.hpp"

namespace rowgrad {

class DataFiles {
 public:
  void declare(Keys& keys);
  /// Checks the keys against each other and that every file named is readable. Throws Error.
  void check(const Where& data) const;

  /// Whether a file of its own is named for the split.
  bool has_file(Split split) const { return !path(split).empty(); }
  const Path& path(Split split) const { return paths_[static_cast<std::size_t>(split)]; }
  bool splits() const { return !fractions_.empty(); }
  /// The items of `data.train` (n in all) that belong to a split; all of them to train if nothing is split.
  std::vector<std::size_t> items(Split split, std::size_t n) const;

 private:
  std::array<Path, 3> paths_;
  std::vector<double> fractions_;
  std::size_t split_seed_ = 1;
};

}  // namespace rowgrad
