// ArchiveReader: the files of a zip or tar (also gzip'd) archive from somebody else. Nothing is written by the names in
// it; an archive that would write elsewhere, links, or unpacks to more than it may is refused all the same.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tools/fetch/fetch_observer.hpp"

struct archive;
struct archive_entry;

namespace rowgrad {

inline constexpr std::uint64_t megabyte = 1'000'000;

struct ArchiveLimits {
  std::uint64_t bytes = 0;    // of all files together, unpacked
  std::uint64_t entries = 0;  // files, folders…
};

class ArchiveReader {
 public:
  /// All calls throw an input Error if the archive is damaged, beyond the limits, or has an absolute name, "..", a link
  /// or a device; FetchStopped if the observer wishes so.
  ArchiveReader(const std::filesystem::path& path, ArchiveLimits limits, FetchObserver& observer);

  /// The next file's name; empty at the end.
  std::string next();
  /// Its content, piece by piece.
  void read(const std::function<void(std::string_view)>& take);
  /// Its content in one piece.
  std::string read_all();

 private:
  bool next_header();
  void check_entry(const std::string& name) const;
  void count(std::uint64_t bytes);
  [[noreturn]] void refuse(const std::string& why) const;
  [[noreturn]] void refuse_damaged() const;

  std::filesystem::path path_;
  ArchiveLimits limits_;
  FetchObserver* observer_;
  std::unique_ptr<archive, int (*)(archive*)> reader_;
  archive_entry* entry_ = nullptr;
  std::vector<char> buffer_;
  std::uint64_t packed_bytes_ = 0;
  std::uint64_t bytes_ = 0;  // unpacked, or said to be there, so far
  std::uint64_t entries_ = 0;
};

}  // namespace rowgrad
