// InputText: a text that a user names as data: a file or, as "-", standard input; packed or not.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/text_file.hpp"
#include "core/unpack.hpp"

namespace rowgrad {

/// A file's bytes as they are stored, or those of standard input.
class InputBytes {
 public:
  /// Throws an input Error as TextFile and standard_input() do.
  explicit InputBytes(const std::filesystem::path& path);
  std::string_view view() const;
  void release(std::string_view part) const;

 private:
  std::optional<TextFile> file_;  // none: standard input
};

/// Plain text is mapped or copied as TextFile does. What is packed by gzip, xz, zstd or bzip2, as its first bytes tell,
/// is unpacked, in one pass: more than a few megabytes into a temporary file. UTF-16, lines that end in carriage
/// returns only, and what is no text at all (a zip archive, a tar archive, a Parquet file) is refused with the command
/// that helps.
class InputText {
 public:
  /// Throws Error.
  explicit InputText(const std::filesystem::path& path);
  InputText(const InputText&) = delete;  // the text may be a view into it
  InputText& operator=(const InputText&) = delete;

  /// The text, without a byte order mark.
  std::string_view text() const { return text_; }
  /// "gzip"; empty if it was not packed.
  std::string packing() const { return packing_name(packing_); }
  /// Lets the kernel take back the pages of a part that has been read.
  void release(std::string_view part) const;

 private:
  InputBytes stored_;
  Packing packing_;
  FileBytes unpacked_;
  std::string_view text_;
};

/// The remedy for bytes that are not UTF-8.
std::string convert_remedy(const std::filesystem::path& path, const std::string& from = "LATIN1");
/// A shell's command line that gives the file's text to `command`: "tr a b < FILE > NEW", with zcat before it if the
/// file is packed.
std::string piped(const std::string& command, const std::filesystem::path& path);

}  // namespace rowgrad
