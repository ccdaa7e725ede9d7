#include "data/data_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/input_text.hpp"
#include "core/standard_input.hpp"
#include "data/split.hpp"

namespace rowgrad {

void DataFiles::declare(Keys& keys) {
  keys.add("train", paths_[0], "the training data").required();
  keys.add("dev", paths_[1], "held-out data for choosing");
  keys.add("test", paths_[2], "held-out data for the final figure");
  keys.add("split", fractions_,
           "cut data.train into train, dev, test by these fractions, e.g. [0.8, 0.1, 0.1], or [0.9, 0.1] beside a test "
           "file");
  keys.add("split_seed", split_seed_, "seed of the split; independent of \"seed\"").range(0, 0x1p64);
}

namespace {

void require_text(const std::filesystem::path& file, const Where& where) {
  bool empty = false;
  try {
    empty = InputBytes(file).view().empty();
  } catch (const Error& e) {
    if (e.exit_code() != static_cast<int>(Blame::input)) throw;
    throw where.error(e.what());
  }
  if (empty) throw where.error(shown_name(file) + ": expected text, found an empty file", "give it some data");
}

}  // namespace

void DataFiles::check(const Where& data) const {
  if (!has_file(Split::train)) throw(data / "train").error("expected a file name, found nothing");
  const auto inputs =
      std::count_if(paths_.begin(), paths_.end(), [](const Path& p) { return is_standard_input(p.value); });
  if (inputs > 1) throw data.error("standard input is named for two splits", "name a file for all but one");
  if (is_split()) check_split(data / "split");
}

void DataFiles::check_split(const Where& where) const {
  const double sum = std::accumulate(fractions_.begin(), fractions_.end(), 0.0);
  const bool negative = std::any_of(fractions_.begin(), fractions_.end(), [](double f) { return f < 0.0; });
  if (fractions_.size() < 2 || fractions_.size() > 3 || negative || std::abs(sum - 1.0) > 1e-6 ||
      fractions_[0] <= 0.0) {
    throw where.error(fmt::format("expected two or three fractions that sum to 1, found {}", Json(fractions_).dump()),
                      "for example [0.8, 0.1, 0.1]");
  }
  for (const Split split : {Split::dev, Split::test}) {
    const auto part = static_cast<std::size_t>(split);
    if (!has_file(split) || part >= fractions_.size() || fractions_[part] <= 0.0) continue;
    throw where.error(fmt::format("cuts off a {0} part, but data.{0} names a file as well", split_name(split)),
                      "keep the split or the file; [0.9, 0.1] cuts off a dev part beside a test file");
  }
}

void DataFiles::check_readable(const Where& data, const Communicator& ranks) const {
  for (const Split split : all_splits) {
    if (!has_file(split)) continue;
    const Where where = data / split_name(split);
    if (!ranks.alone() && is_standard_input(path(split)))
      throw where.error("standard input reaches one rank alone", "write it to a file that all ranks can read");
    require_text(path(split), where);
  }
}

std::vector<std::size_t> DataFiles::items(Split file, Split split, std::size_t n) const {
  if (file == Split::train && is_split())
    return split_items(n, fractions_, split_seed_)[static_cast<std::size_t>(split)];
  std::vector<std::size_t> all(split == file ? n : 0);
  std::iota(all.begin(), all.end(), std::size_t{0});
  return all;
}

}  // namespace rowgrad
