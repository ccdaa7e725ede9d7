// The shipped phrases in sixteen formats: the same documents and labels, or one message that names the remedy.
#include <sstream>

#include "config/types.hpp"
#include "core/error.hpp"
#include "data/labelled_text.hpp"
#include "tests/catch.hpp"
#include "tests/cli/process.hpp"
#include "tests/packed.hpp"

namespace rowgrad {
namespace {

using Catch::Matchers::Contains;

struct Phrase {
  std::string text, label;
  bool operator==(const Phrase&) const = default;
};

std::vector<Phrase> phrases() {
  std::istringstream lines(read_text(source_file("data/phrases.train.tsv")));
  std::vector<Phrase> all;
  for (std::string line; std::getline(lines, line);) {
    const std::size_t tab = line.rfind('\t');
    all.push_back({line.substr(0, tab), line.substr(tab + 1)});
  }
  return all;
}

template <class F>
std::string written(F&& line) {
  std::string text;
  std::size_t number = 0;
  for (const Phrase& phrase : phrases()) text += line(phrase, ++number) + "\n";
  return text;
}

std::string quoted(const std::string& text) {
  std::string field = "\"";
  for (const char c : text) field += c == '"' ? std::string("\"\"") : std::string(1, c);
  return field + "\"";
}

std::string tsv() {
  return written([](const Phrase& p, std::size_t) { return p.text + "\t" + p.label; });
}
std::string csv() {
  return written([](const Phrase& p, std::size_t) { return quoted(p.text) + "," + p.label; });
}

// What is read, as tokens with blanks between them.
std::vector<Phrase> read(const std::string& name, const std::string& content, const LabelledOptions& options = {}) {
  const TemporaryFolder folder;
  const LabelledText text = read_labelled_text(folder.write(name, content), Tokenizer("whitespace"), options);
  std::vector<Phrase> all;
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string words;
    for (const Id id : text.documents[i]) words += (words.empty() ? "" : " ") + text.tokens.token(id);
    all.push_back({words, text.labels.token(text.label[i])});
  }
  return all;
}

void check_same(const std::string& name, const std::string& content, const LabelledOptions& options = {}) {
  CAPTURE(name);
  CHECK((read(name, content, options) == phrases()));
}

TEST_CASE("the shipped phrases are the same documents and labels in every format") {
  REQUIRE(phrases().size() == 1000);
  check_same("phrases.tsv", tsv());
  check_same("phrases.csv", csv());
  check_same("headed.csv", "text,label\n" + csv());
  check_same("quoted.tsv",
             written([](const Phrase& p, std::size_t) { return quoted(p.text) + "\t" + quoted(p.label); }));
  check_same("headed.tsv", "sentence\tlabel\n" + tsv());
  check_same("with_id.tsv", "id\tphrase\tsentiment\n" + written([](const Phrase& p, std::size_t n) {
                              return std::to_string(n) + "\t" + p.text + "\t" + p.label;
                            }));
  check_same("phrases.jsonl", written([](const Phrase& p, std::size_t) {
               return Json{{"text", p.text}, {"label", p.label}}.dump();
             }));
  check_same("label_first.tsv", written([](const Phrase& p, std::size_t) { return p.label + "\t" + p.text; }));
  check_same("fasttext.txt",
             written([](const Phrase& p, std::size_t) { return "__label__" + p.label + " " + p.text; }));
  check_same("phrases.tsv.gz", packed(tsv(), ARCHIVE_FILTER_GZIP));
  check_same("phrases.tsv.xz", packed(tsv(), ARCHIVE_FILTER_XZ));
  check_same("phrases.csv.zst", packed(csv(), ARCHIVE_FILTER_ZSTD));
  check_same("crlf.tsv", written([](const Phrase& p, std::size_t) { return p.text + "\t" + p.label + "\r"; }));
  check_same("bom.csv", "\xEF\xBB\xBFtext,label\r\n" + csv());
}

TEST_CASE("an id column without a header is asked for, and read once it is named") {
  const std::string content =
      written([](const Phrase& p, std::size_t n) { return std::to_string(n) + "\t" + p.text + "\t" + p.label; });
  CHECK_THROWS_WITH(read("ids.tsv", content), Contains("--set \"data.text=2\" --set \"data.label=3\""));
  LabelledOptions options;
  options.text = {"2"};
  options.label = {"3"};
  check_same("ids.tsv", content, options);
}

TEST_CASE("UTF-16 and Latin-1 get the command that converts them") {
  std::string wide = "\xFF\xFE";
  for (const char c : tsv()) wide += {c, '\0'};
  CHECK_THROWS_WITH(read("wide.tsv", wide), Contains("found UTF-16") && Contains("iconv -f UTF-16 -t UTF-8"));
  CHECK_THROWS_WITH(read("latin.tsv", tsv() + "caf\xE9\tpositive\n"),
                    Contains("latin.tsv:1001: byte 4 is not valid UTF-8") && Contains("iconv -f LATIN1 -t UTF-8"));
  CHECK_THROWS_WITH(read("latin.csv", csv() + "caf\xE9,positive\n"), Contains("latin.csv:1001: byte 4 of column 1"));
}

TEST_CASE("a quoted text of many lines and blocks reads the same on one thread and on two") {
  std::string content = "text,label\n";
  for (int i = 0; i < 100000; ++i)
    content += "\"word" + std::to_string(i % 977) + ",\n and \"\"more\"\"\"," + (i % 3 == 0 ? "a" : "b") + "\n";
  REQUIRE(content.size() > 2U << 20);
  const std::vector<Phrase> all = read("long.csv", content);
  REQUIRE(all.size() == 100000);
  CHECK(all[99999].text == "word" + std::to_string(99999 % 977) + ", and \"more\"");
  CHECK_THROWS_WITH(read("long.csv", content + "lonely\n"), Contains("long.csv:200002: expected 2 columns, found 1"));
}

}  // namespace
}  // namespace rowgrad
