#include "data/data_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/text_file.hpp"
#include "data/split.hpp"

namespace rowgrad {

void DataFiles::declare(Keys& keys) {
  keys.add("train", paths_[0], "the training data").required();
  keys.add("dev", paths_[1], "held-out data for choosing");
  keys.add("test", paths_[2], "held-out data for the final figure");
  keys.add("split", fractions_, "cut data.train into train, dev, test by these fractions, e.g. [0.8, 0.1, 0.1]");
  keys.add("split_seed", split_seed_, "seed of the split; independent of \"seed\"").range(0, 0x1p64);
}

namespace {

void require_text(const std::filesystem::path& file, const Where& where) {
  bool empty = false;
  try {
    empty = TextFile(file).text().empty();
  } catch (const Error& e) {
    throw where.error(e.what());
  }
  if (empty) throw where.error(file.string() + ": expected text, found an empty file", "give it some data");
}

}  // namespace

void DataFiles::check(const Where& data) const {
  if (!has_file(Split::train)) throw(data / "train").error("expected a file name, found nothing");
  if (!is_split()) return;
  const Where where = data / "split";
  const double sum = std::accumulate(fractions_.begin(), fractions_.end(), 0.0);
  const bool negative = std::any_of(fractions_.begin(), fractions_.end(), [](double f) { return f < 0.0; });
  if (fractions_.size() < 2 || fractions_.size() > 3 || negative || std::abs(sum - 1.0) > 1e-6 ||
      fractions_[0] <= 0.0) {
    throw where.error(fmt::format("expected two or three fractions that sum to 1, found {}", Json(fractions_).dump()),
                      "for example [0.8, 0.1, 0.1]");
  }
  if (has_file(Split::dev) || has_file(Split::test)) {
    throw where.error("the data is split, but data.dev or data.test names a file as well",
                      "keep the split or the files");
  }
}

void DataFiles::check_readable(const Where& data) const {
  for (const Split split : all_splits) {
    if (has_file(split)) require_text(path(split), data / split_name(split));
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
