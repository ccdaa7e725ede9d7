// NewFiles: the files that a fetch makes. They appear together at the end, each whole, or not at all.
#pragma once

#include <cstdint>
#include <filesystem>
#include <list>
#include <string>
#include <string_view>
#include <vector>

#include "core/atomic_file.hpp"
#include "tools/fetch/sha256.hpp"

namespace rowgrad {

struct FileFacts {
  std::string name;
  std::uint64_t bytes = 0;
  std::uint64_t lines = 0;  // a last one without an end counts
  std::string sha256;
};

class NewFile {
 public:
  NewFile(const std::filesystem::path& folder, std::string name) : name_(std::move(name)), file_(folder / name_) {}
  /// Throws a run Error if the disk is full.
  void write(std::string_view bytes);

 private:
  friend class NewFiles;
  FileFacts facts();

  std::string name_;
  AtomicFile file_;
  Sha256 hash_;
  std::uint64_t bytes_ = 0;
  std::uint64_t line_ends_ = 0;
  char last_ = '\n';
};

class NewFiles {
 public:
  /// In a folder that is there.
  explicit NewFiles(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// Throws a std::logic_error if the name was opened before.
  NewFile& open(const std::string& name);
  /// Ends writing.
  std::vector<FileFacts> finish();
  /// Gives the files their names.
  void commit();

 private:
  std::filesystem::path folder_;
  std::list<NewFile> files_;
};

}  // namespace rowgrad
