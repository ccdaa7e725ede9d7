// fetch(): a data set, from the network or a copy to files that configs read.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "tools/fetch/data_set.hpp"
#include "tools/fetch/download.hpp"
#include "tools/fetch/new_files.hpp"

namespace rowgrad {

struct FetchOptions {
  std::filesystem::path folder;  // made if need be
  std::string from;              // in place of the data set's URL: a file, file://…, https://… or http://…
  bool force = false;            // fetch again, and replace what is there
  DownloadOptions download = {};
};

struct FetchReport {
  enum class Checked {
    published,   // its SHA-256 is the published one
    remembered,  // none is published; it is the same as the first time
    first_time,  // none is published; it is remembered from now on
  };
  std::string source;  // where it came from, and its SHA-256
  std::string sha256;
  Checked checked = Checked::published;
  bool already_there = false;  // nothing was fetched or written
  std::vector<FileFacts> files;
};

/// Nothing is unpacked before size and SHA-256 are right, and the files appear together. What is there and right is not
/// fetched again, and `from` must then be a file of the same sum, or, where no sum is published, the same URL; what is
/// there and another's is refused, unless `force`. Throws an input Error for that and for what
/// is not the data set, a run Error for network and disk, FetchStopped; what has come by then is gone on with next
/// time.
FetchReport fetch(const DataSet& set, const FetchOptions& options, FetchObserver& observer);

/// Whether all files are there and were written by fetch(); their content is not read.
bool is_fetched(const DataSet& set, const std::filesystem::path& folder);

}  // namespace rowgrad
