#include "tools/fetch/archive_reader.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <algorithm>
#include <new>

#include "core/error.hpp"

namespace rowgrad {
namespace {

constexpr std::size_t piece_bytes = std::size_t{1} << 18;

bool leaves_its_folder(const std::filesystem::path& name) {
  return name.is_absolute() || std::find(name.begin(), name.end(), "..") != name.end();
}

}  // namespace

ArchiveReader::ArchiveReader(const std::filesystem::path& path, ArchiveLimits limits, FetchObserver& observer)
    : path_(path),
      limits_(limits),
      observer_(&observer),
      reader_(archive_read_new(), archive_read_free),
      buffer_(piece_bytes) {
  if (reader_ == nullptr) throw std::bad_alloc();
  archive_read_support_filter_gzip(reader_.get());
  archive_read_support_format_zip(reader_.get());
  archive_read_support_format_tar(reader_.get());
  if (archive_read_open_filename(reader_.get(), path.c_str(), piece_bytes) != ARCHIVE_OK) refuse_damaged();
  packed_bytes_ = std::filesystem::file_size(path);
}

void ArchiveReader::refuse(const std::string& why) const {
  throw input_error(path_.string(), why + ", so nothing of it was unpacked", "get the file from another place");
}

void ArchiveReader::refuse_damaged() const {
  const char* why = archive_error_string(reader_.get());
  refuse(fmt::format("expected a zip or tar archive, found none or a damaged one ({})", why ? why : "no reason"));
}

bool ArchiveReader::next_header() {
  const int result = archive_read_next_header(reader_.get(), &entry_);
  if (result == ARCHIVE_EOF) return false;
  if (result < ARCHIVE_WARN) refuse_damaged();
  if (++entries_ > limits_.entries) refuse(fmt::format("has more than {} entries", limits_.entries));
  return true;
}

void ArchiveReader::check_entry(const std::string& name) const {
  if (leaves_its_folder(name)) refuse(fmt::format("its entry \"{}\" leads out of the folder", name));
  if (archive_entry_symlink(entry_) != nullptr || archive_entry_hardlink(entry_) != nullptr)
    refuse(fmt::format("its entry \"{}\" is a link", name));
  const auto type = archive_entry_filetype(entry_);
  if (type != AE_IFREG && type != AE_IFDIR) refuse(fmt::format("its entry \"{}\" is neither file nor folder", name));
}

void ArchiveReader::count(std::uint64_t bytes) {
  if (bytes > limits_.bytes - bytes_) refuse(fmt::format("unpacks to more than {} bytes", limits_.bytes));
  bytes_ += bytes;
}

std::string ArchiveReader::next() {
  while (next_header()) {
    const char* const name = archive_entry_pathname(entry_);
    check_entry(name == nullptr ? "" : name);
    // What is said counts before it is skipped: skipping a file in a packed tar unpacks it.
    if (archive_entry_size_is_set(entry_) != 0) count(static_cast<std::uint64_t>(archive_entry_size(entry_)));
    if (name != nullptr && archive_entry_filetype(entry_) == AE_IFREG) return name;
  }
  return {};
}

void ArchiveReader::read(const std::function<void(std::string_view)>& take) {
  const bool told = archive_entry_size_is_set(entry_) != 0;
  const auto size = static_cast<std::uint64_t>(told ? archive_entry_size(entry_) : 0);
  std::uint64_t done = 0;
  while (true) {
    const la_ssize_t got = archive_read_data(reader_.get(), buffer_.data(), buffer_.size());
    if (got < 0) refuse_damaged();
    if (got == 0) break;
    done += static_cast<std::uint64_t>(got);
    if (!told) count(static_cast<std::uint64_t>(got));
    if (told && done > size) refuse("an entry is longer than it says");
    take({buffer_.data(), static_cast<std::size_t>(got)});
    const auto consumed = static_cast<std::uint64_t>(archive_filter_bytes(reader_.get(), -1));
    advance(*observer_, {"unpacking", std::min(consumed, packed_bytes_), packed_bytes_});
  }
  if (told && done != size) refuse("an entry is shorter than it says");
}

std::string ArchiveReader::read_all() {
  std::string text;
  read([&](std::string_view piece) { text += piece; });
  return text;
}

}  // namespace rowgrad
