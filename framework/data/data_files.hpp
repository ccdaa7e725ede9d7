// DataFiles: the keys every task has for its splits, and which items of which file each split is.
#pragma once

#include <array>
#include <vector>

#include "comm/one_process.hpp"
#include "config/keys.hpp"
#include "data/batch_source.hpp"

namespace rowgrad {

class DataFiles {
 public:
  void declare(Keys& keys);
  /// Checks the keys against each other; no file is looked at. Throws Error.
  void check(const Where& data) const;
  /// Throws Error unless every file named can be read and holds something, or if standard input is named on several
  /// ranks, of which one alone has it.
  void check_readable(const Where& data, const Communicator& ranks = one_process()) const;

  /// Whether a file of its own is named for the split.
  bool has_file(Split split) const { return !path(split).empty(); }
  const std::filesystem::path& path(Split split) const { return paths_[static_cast<std::size_t>(split)].value; }
  /// Whether data.train is cut into the splits.
  bool is_split() const { return !fractions_.empty(); }
  /// Which items of the file named for `file`, n in all, belong to `split`.
  std::vector<std::size_t> items(Split file, Split split, std::size_t n) const;

 private:
  void check_split(const Where& where) const;

  std::array<Path, 3> paths_;
  std::vector<double> fractions_;
  std::size_t split_seed_ = 1;
};

}  // namespace rowgrad
