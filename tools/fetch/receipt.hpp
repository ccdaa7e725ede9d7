// Receipt: NAME.sha256 beside the files of a data set: what they were made of, and their sums, as `sha256sum -c` reads
// them.
//
//   # source 0a30b5557f19… https://raw.githubusercontent.com/…
//   4f6d2a…  names.txt
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "tools/fetch/new_files.hpp"

namespace rowgrad {

struct Receipt {
  std::string source_sha256;
  std::string source;                        // a URL or a path
  std::map<std::string, std::string> files;  // name: SHA-256
};

std::filesystem::path receipt_path(const std::filesystem::path& folder, const std::string& name);

/// Empty if there is none.
Receipt read_receipt(const std::filesystem::path& folder, const std::string& name);

void write_receipt(const std::filesystem::path& folder, const std::string& name, const Receipt& receipt);

}  // namespace rowgrad
