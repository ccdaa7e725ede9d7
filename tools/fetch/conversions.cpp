#include "tools/fetch/conversions.hpp"

#include <fmt/format.h>

#include <iterator>
#include <sstream>

#include "analysis/similarity.hpp"
#include "core/error.hpp"
#include "core/text_file.hpp"

namespace rowgrad {
namespace {

Error missing(const std::filesystem::path& source, const std::string& member) {
  return input_error(source.string(), fmt::format("expected an archive with the file \"{}\", found none", member),
                     "get the file from another place");
}

// Calls f(reader, file) for each of the members, wherever in the archive it stands.
template <class F>
void for_members(const std::filesystem::path& source, std::map<std::string, std::string> members, ArchiveLimits limits,
                 NewFiles& files, FetchObserver& observer, F&& f) {
  ArchiveReader reader(source, limits, observer);
  for (std::string name = reader.next(); !name.empty(); name = reader.next()) {
    const auto member = members.find(name);
    if (member == members.end()) continue;
    f(reader, files.open(member->second), name);
    members.erase(member);  // a second one of the same name is not looked at
  }
  if (!members.empty()) throw missing(source, members.begin()->first);
}

struct Sentence {
  int label = 0;  // 0 very negative … 4 very positive
  std::string words;
};

// Brackets are words of their own in a tree, and slashes and stars are escaped.
std::string plain_word(std::string_view word) {
  if (word == "-LRB-") return "(";
  if (word == "-RRB-") return ")";
  std::string plain;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const bool escapes = word[i] == '\\' && i + 1 < word.size() && (word[i + 1] == '/' || word[i + 1] == '*');
    if (!escapes) plain += word[i];
  }
  return plain;
}

// "(3 (2 It) (4 works))": the first digit is the sentence's label, what stands before a ")" after a blank is a word.
Sentence read_tree(std::string_view tree, const std::string& where) {
  const bool has_label = tree.size() > 4 && tree[0] == '(' && tree[1] >= '0' && tree[1] <= '4' && tree[2] == ' ';
  if (!has_label || tree.back() != ')')
    throw input_error(where, "expected a tree such as (3 (2 It) (4 works))", "get the file from another place");
  Sentence sentence{tree[1] - '0', ""};
  for (std::size_t end = tree.find(')'); end != std::string_view::npos; end = tree.find(')', end + 1)) {
    const std::size_t start = tree.find_last_of(" )", end - 1);
    if (start == std::string_view::npos || tree[start] == ')' || start + 1 == end) continue;
    if (!sentence.words.empty()) sentence.words += ' ';
    sentence.words += plain_word(tree.substr(start + 1, end - start - 1));
  }
  return sentence;
}

// Throws an input Error if they are none that `rowgrad analogies` reads.
void check_questions(const std::filesystem::path& source) {
  bool any = false;
  for_each_line(TextFile(source).text(), [&](std::string_view line, std::size_t number) {
    std::istringstream in{std::string(line)};
    const auto words = std::distance(std::istream_iterator<std::string>(in), {});
    if (words == 0) return;
    const bool is_section = line.starts_with(": ");
    if (!is_section && (!any || words != 4))
      throw input_error(fmt::format("{}:{}", source.string(), number),
                        any ? "expected four words or \": section\"" : "expected \": section\"",
                        "get the file from another place");
    any = true;
  });
  if (!any)
    throw input_error(source.string(), "expected analogy questions, found none", "get the file from another place");
}

}  // namespace

Conversion copy_as(const std::string& name) {
  return [name](const std::filesystem::path& source, NewFiles& files, FetchObserver&) {
    files.open(name).write(TextFile(source).bytes());
  };
}

Conversion scored_pairs(const std::string& name) {
  return [copy = copy_as(name)](const std::filesystem::path& source, NewFiles& files, FetchObserver& observer) {
    read_scored_pairs(source);
    copy(source, files, observer);
  };
}

Conversion analogy_questions(const std::string& name) {
  return [copy = copy_as(name)](const std::filesystem::path& source, NewFiles& files, FetchObserver& observer) {
    check_questions(source);
    copy(source, files, observer);
  };
}

Conversion unpack_members(const std::map<std::string, std::string>& members, ArchiveLimits limits) {
  return [=](const std::filesystem::path& source, NewFiles& files, FetchObserver& observer) {
    for_members(source, members, limits, files, observer, [](ArchiveReader& reader, NewFile& file, const auto&) {
      reader.read([&](std::string_view piece) { file.write(piece); });
    });
  };
}

Conversion treebank_sentences(const std::map<std::string, std::string>& members) {
  return [=](const std::filesystem::path& source, NewFiles& files, FetchObserver& observer) {
    constexpr ArchiveLimits limits{.bytes = 20 * megabyte, .entries = 100};
    const auto convert = [&](ArchiveReader& reader, NewFile& file, const std::string& member) {
      for_each_line(reader.read_all(), [&](std::string_view line, std::size_t number) {
        constexpr int neutral = 2;
        if (line.empty()) return;
        const auto [label, words] = read_tree(line, fmt::format("{}, {}:{}", source.string(), member, number));
        if (label != neutral) file.write(fmt::format("{}\t{}\n", words, label > neutral ? "positive" : "negative"));
      });
    };
    for_members(source, members, limits, files, observer, convert);
  };
}

}  // namespace rowgrad
