// Categories: what kind of thing each word is, from a file.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "analysis/word_vectors.hpp"

namespace rowgrad {

/// Words of a table sorted into named categories; a word has one or none.
class Categories {
 public:
  /// Reads lines "word<TAB>category"; empty lines are skipped. A word that comes twice keeps its first category, and
  /// words without a vector are left out; notes() tells of both. Throws an input Error with file and line if a line has
  /// another form or is not UTF-8, and one if no word has a vector.
  static Categories read(const std::filesystem::path& file, const WordVectors& vectors);

  /// Throws what read() throws for a file that cannot be read or a line of another form.
  static void check(const std::filesystem::path& file);

  /// Empty if the word has none.
  const std::string& of(Id word) const;
  /// The words of each category, in the file's order.
  const std::map<std::string, std::vector<Id>>& words() const { return words_; }
  /// What is worth telling a user of how the file was read, a sentence each.
  const std::vector<std::string>& notes() const { return notes_; }

 private:
  std::map<std::string, std::vector<Id>> words_;
  std::unordered_map<Id, std::string> of_;
  std::vector<std::string> notes_;
};

}  // namespace rowgrad
