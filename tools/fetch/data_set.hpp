// DataSet: a data set that `rowgrad fetch` knows: where it is, how to tell that what comes is it, what is made of it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "tools/fetch/fetch_observer.hpp"
#include "tools/fetch/new_files.hpp"

namespace rowgrad {

/// Makes the files of a data set from what its URL gives. Throws an input Error if that is not what it should be.
using Conversion = std::function<void(const std::filesystem::path& source, NewFiles& files, FetchObserver& observer)>;

struct DataSet {
  std::string name;
  std::string about;  // in a line
  std::string author;
  std::string licence;
  std::string url;                 // https
  std::uint64_t bytes = 0;         // of what the URL gives; 0: not published
  std::string sha256;              // of the same, 64 hexadecimal digits; empty: not published
  std::vector<std::string> files;  // that come out
  Conversion convert;
  std::vector<std::string> next;  // a command to try: "train" or "rowgrad" and its arguments, files by their names
};

/// All that are known: texts to learn from, then what word vectors are tried on, then vectors.
const std::vector<DataSet>& data_sets();

/// Throws an input Error with a suggestion if there is none of that name.
const DataSet& find_data_set(const std::string& name);

/// The command to try next, as it can be pasted, with the files of `folder`.
std::string next_command(const DataSet& set, const std::filesystem::path& folder);

}  // namespace rowgrad
