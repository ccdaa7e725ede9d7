#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/error.hpp"
#include "tools/fetch/conversions.hpp"

namespace rowgrad {
namespace {

enum File : std::size_t { train, test, unlabelled };

struct Folder {
  const char* path;
  File file;
  const char* line_end;  // what follows the review
};
constexpr std::array<Folder, 5> folders = {{{"aclImdb/train/pos/", train, "\tpositive\n"},
                                            {"aclImdb/train/neg/", train, "\tnegative\n"},
                                            {"aclImdb/test/pos/", test, "\tpositive\n"},
                                            {"aclImdb/test/neg/", test, "\tnegative\n"},
                                            {"aclImdb/train/unsup/", unlabelled, "\n"}}};

// The review as one line without what would end a line or a column.
std::string one_line(std::string text) {
  constexpr std::string_view line_break = "<br />";
  for (std::size_t at = 0; (at = text.find(line_break, at)) != std::string::npos;)
    text.replace(at, line_break.size(), " ");
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '\t' || c == '\n' || c == '\r'; }, ' ');
  return text;
}

// Throws an input Error if a folder had none.
void require_all(const std::array<std::size_t, folders.size()>& counts, const std::filesystem::path& source) {
  for (std::size_t i = 0; i < folders.size(); ++i) {
    if (counts[i] == 0)
      throw input_error(source.string(), fmt::format("expected reviews in {}, found none", folders[i].path),
                        "get the file from another place");
  }
}

}  // namespace

Conversion film_reviews(const std::string& name) {
  return [name](const std::filesystem::path& source, NewFiles& files, FetchObserver& observer) {
    ArchiveReader reader(source, {.bytes = 2000 * megabyte, .entries = 200'000}, observer);
    // By File.
    const std::array outputs{&files.open(name + ".train.tsv"), &files.open(name + ".test.tsv"),
                             &files.open(name + ".unsup.txt")};
    std::array<std::size_t, folders.size()> counts = {};
    for (std::string entry = reader.next(); !entry.empty(); entry = reader.next()) {
      const auto* const folder =
          std::ranges::find_if(folders, [&](const Folder& f) { return entry.starts_with(f.path); });
      if (folder == folders.end() || !entry.ends_with(".txt")) continue;
      outputs.at(folder->file)->write(one_line(reader.read_all()) + folder->line_end);
      ++counts.at(static_cast<std::size_t>(folder - folders.begin()));
    }
    require_all(counts, source);
  };
}

}  // namespace rowgrad
