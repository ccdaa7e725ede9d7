#include "data/labelled_format.hpp"

#include "core/error.hpp"
#include "tests/catch.hpp"

namespace rowgrad {
namespace {

using Catch::Matchers::Contains;

std::string form(const std::string& text, const std::string& name = "a.txt", const LabelledOptions& options = {},
                 const Vocabulary* known = nullptr) {
  return labelled_format(text, name, options, known).description();
}

// Twenty records, which differ in their text.
std::string records(const std::string& before, const std::string& between, const std::string& after) {
  std::string text;
  for (int i = 0; i < 20; ++i)
    text += before + "a film of kind " + std::to_string(i) + between + (i % 2 == 0 ? "good" : "bad") + after + "\n";
  return text;
}

std::string label_first() {
  std::string text;
  for (int i = 0; i < 20; ++i)
    text += (i % 2 == 0 ? "good\ta film of kind " : "bad\ta film of kind ") + std::to_string(i) + "\n";
  return text;
}

TEST_CASE("two columns without a header are text and label, unless the first can only be the label") {
  CHECK(form("fine\tpos\nbad\tneg\n") == "TSV, no header, text in column 1, label in 2");
  CHECK(form(label_first()) == "TSV, no header, text in column 2, label in 1");
  CHECK(form("pos\tfine\nneg\tbad\n") == "TSV, no header, text in column 1, label in 2");  // too few to tell
}

TEST_CASE("labels come first in small files too, where they are shorter and at most half as many as the texts") {
  std::string fifteen, repeated;
  for (int i = 0; i < 15; ++i) fifteen += (i % 2 == 0 ? "good\tfilm " : "bad\tfilm ") + std::to_string(i) + "\n";
  for (int i = 0; i < 40; ++i)
    repeated += (i % 2 == 0 ? "good\ta film of " : "bad\ta film of ") + std::to_string(i % 14) + "\n";
  for (const std::string& text : {fifteen, repeated})
    CHECK(form(text) == "TSV, no header, text in column 2, label in 1");
  CHECK(form("a film\t1\na film\t2\na film\t3\na film\t4\n") == "TSV, no header, text in column 1, label in 2");
}

TEST_CASE("the remedy for labels from the wrong place fits the format") {
  const auto remedy = [](const std::string& text) { return labelled_format(text, "a.txt", {}).other_label(); };
  CHECK_THAT(remedy("fine\tpos\nbad\tneg\n"), Contains("--set data.label=1 if it comes first"));
  CHECK_THAT(remedy(label_first()), Contains("--set data.label=2 if it comes last"));
  CHECK_THAT(remedy("text\tlabel\nfine\tpos\n"), Contains("--set data.label=NAME"));
  CHECK_THAT(remedy("{\"label\": 1, \"text\": \"a\"}\n"), Contains("--set data.label=KEY"));
  CHECK(remedy("__label__a x\n").empty());
}

TEST_CASE("labels that are known tell a short file's label column") {
  Vocabulary known;
  known.add("pos");
  known.add("neg");
  CHECK(form("pos\tfine\nneg\tbad\n", "a.txt", {}, &known) == "TSV, no header, text in column 2, label in 1");
  CHECK(form("fine\tpos\nbad\tneg\n", "a.txt", {}, &known) == "TSV, no header, text in column 1, label in 2");
}

TEST_CASE("a header with usual names decides, whatever else there is") {
  CHECK(form("Id\tSentence\tLabel\n" + records("7\t", "\t", "")) == "TSV, header, text \"Sentence\", label \"Label\"");
  CHECK(form("label,text\ngood,\"a, b\"\nbad,c\n") == "CSV, header, text \"text\", label \"label\"");
  CHECK(form("what_they_said\tsentiment\n" + records("", "\t", "")) ==
        "TSV, header, text \"what_they_said\", label \"sentiment\"");
  CHECK(form("text\tmood\n" + records("", "\t", "")) == "TSV, header, text \"text\", label \"mood\"");
  CHECK(form("text\tgood\n" + records("", "\t", "")) == "TSV, no header, text in column 1, label in 2");
}

TEST_CASE("a first line whose label alone occurs once is warned of as a possible header") {
  const auto note = [](const std::string& text) { return labelled_format(text, "a.txt", {}).note; };
  CHECK_THAT(note("verdict\tmood\n" + records("", "\t", "")), Contains("--set \"data.label=mood\" says so"));
  CHECK(note(records("", "\t", "") + records("", "\t", "")).empty());
  CHECK(note("a film\tmixed\na film\tfair\n" + records("", "\t", "")).empty());
  CHECK(note("text\tmood\n" + records("", "\t", "")).empty());
}

TEST_CASE("a header with other names is known once a column is named") {
  LabelledOptions options;
  options.text = {"verdict"};
  options.label = {"mark"};
  CHECK(form("no,mark,verdict\n1,good,a film\n", "a.csv", options) == "CSV, header, text \"verdict\", label \"mark\"");
  options.label = {"marks"};
  CHECK_THROWS_WITH(form("no,mark,verdict\n1,good,a film\n", "a.csv", options),
                    Contains("no column is called \"marks\"") && Contains("did you mean \"mark\""));
}

TEST_CASE("columns go by number from 1, or from the end below 0") {
  LabelledOptions options;
  options.text = {"2"};
  options.label = {"-1"};
  CHECK(form("1\ta film\tgood\n", "a.txt", options) == "TSV, no header, text in column 2, label in 3");
  options.label = {"4"};
  CHECK_THROWS_WITH(form("1\ta film\tgood\n", "a.txt", options), Contains("its first line has 3"));
  options.label = {"0"};
  CHECK_THROWS_WITH(form("1\ta film\t0\n2\ta film\t0\n", "a.txt", options), Contains("columns count from 1"));
  options.label = {"2"};
  CHECK_THROWS_WITH(form("1\ta film\tgood\n", "a.txt", options), Contains("both column 2"));
}

TEST_CASE("a column's number is no header, though a cell of the first line is that number") {
  LabelledOptions options;
  options.label = {"1"};
  CHECK(form("1\ta fine film\n0\ta dull film\n", "a.txt", options) == "TSV, no header, text in column 2, label in 1");
  CHECK(form("a fine film\t1\n", "a.txt", options) == "TSV, no header, text in column 2, label in 1");
  options.label = {"-1"};
  CHECK(form("-1\t1\n1\t-1\n", "a.txt", options) == "TSV, no header, text in column 1, label in 2");
  options.text = {"2"};
  options.label = {"3"};
  CHECK(form("3\ta film\t2\n2\ta film\t3\n", "a.txt", options) == "TSV, no header, text in column 2, label in 3");
  options.label = {"2019"};
  CHECK(form("id\tsaid\t2019\n1\ta film\tgood\n", "a.txt", options) == "TSV, header, text \"said\", label \"2019\"");
}

TEST_CASE("a message shows ten columns of many") {
  std::string line = "a";
  for (int i = 0; i < 600; ++i) line += "\tb";
  CHECK_THROWS_WITH(form(line + "\n"), Contains("10 \"b\" and 591 more") && !Contains("11 \"b\""));
}

TEST_CASE("three columns without usual names are asked for, with a command that is right") {
  CHECK_THROWS_WITH(form(records("7\t", "\t", "")), Contains("1 \"7\", 2 \"a film of kind 0\", 3 \"good\"") &&
                                                        Contains("--set \"data.text=2\" --set \"data.label=3\""));
  CHECK_THROWS_WITH(form("no\tverdict\tmark\n" + records("7\t", "\t", "")), Contains("--set \"data.text=verdict\""));
}

TEST_CASE("lines whose text has tabs are text and label by the last one") {
  CHECK(labelled_format("a\tb\tpos\nc\tneg\n", "a.txt", {}).columns == 0);
}

TEST_CASE("quotes in a file of tabs are marks if all fields of a column have them or just those that need them") {
  CHECK(form(records("\"", "\"\t\"", "\"")) == "TSV with quotes, no header, text in column 1, label in 2");
  CHECK(form(records("", "\t", "") + "\"he said \"\"fine\"\"\"\tgood\n") ==
        "TSV with quotes, no header, text in column 1, label in 2");
  CHECK(form(records("", "\t", "") + "\"Fine\"\tgood\n") == "TSV, no header, text in column 1, label in 2");
  CHECK(form(records("", "\t", "") + "\"Fine\" is a word\tgood\n") == "TSV, no header, text in column 1, label in 2");
}

TEST_CASE("CSV is told by its name, or by quotes or a header") {
  CHECK(form(records("", ",", ""), "a.csv") == "CSV, no header, text in column 1, label in 2");
  CHECK(form(records("", ",", ""), "A.CSV.gz") == "CSV, no header, text in column 1, label in 2");
  CHECK(form(records("\"", "\",", "")) == "CSV, no header, text in column 1, label in 2");
  CHECK(form("text;label\n" + records("", ";", "")) == "CSV with semicolons, header, text \"text\", label \"label\"");
  CHECK(form(records("", "\t", ""), "a.csv") == "TSV with quotes, no header, text in column 1, label in 2");
}

TEST_CASE("JSON lines are told by their first object, whose keys must be usual or named") {
  CHECK(form("{\"label\": 1, \"text\": \"a\"}\n") == "JSON lines, text \"text\", label \"label\"");
  CHECK_THROWS_WITH(form("{\"mark\": 1, \"verdict\": \"a\"}\n"),
                    Contains("\"mark\", \"verdict\"") && Contains("--set data.text=KEY"));
  CHECK_THROWS_WITH(form("[{\"label\": 1, \"text\": \"a\"}]\n", "a.json"), Contains("jq -c '.[]' < a.json"));
  CHECK_THROWS_WITH(form("{\n  \"label\": 1,\n  \"text\": \"a\"\n}\n", "a.json"), Contains("jq -c . < a.json"));
  CHECK(form("{\"text\": \"a\", \"label\": null}\n") == "JSON lines, text \"text\", label \"label\"");
}

TEST_CASE("fastText's format is told by the first line that is not blank") {
  CHECK(form("\n__label__a x\n") == "fastText's __label__ lines");
}

TEST_CASE("columns of fastText's format are refused") {
  LabelledOptions options;
  options.label = {"1"};
  CHECK_THROWS_WITH(form("__label__a x\n", "a.txt", options), Contains("which has no columns"));
}

}  // namespace
}  // namespace rowgrad
