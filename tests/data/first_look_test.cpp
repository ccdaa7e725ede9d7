#include "data/first_look.hpp"

#include "tests/catch.hpp"

namespace rowgrad {
namespace {

using Catch::Contains;

TEST_CASE("a file's ending is that of what is packed in it, whatever the case") {
  CHECK(format_ending("reviews.csv") == ".csv");
  CHECK(format_ending("/data/Reviews.CSV.gz") == ".csv");
  CHECK(format_ending("reviews.gz").empty());
  CHECK(is_jsonl_ending(format_ending("a.ndjson.zst")));
  CHECK(!is_jsonl_ending(format_ending("a.json")));
}

TEST_CASE("the first line is the first that holds something") {
  CHECK(first_line(" \r\n\t\n  a line \r\nanother") == "a line");
  CHECK(first_line(" \n\n").empty());
}

TEST_CASE("columns in a plain text are seen, and the command that takes the texts alone is given") {
  CHECK(columns_in_plain_text("good film\tpos\nbad film\tneg\n", "a.tsv") ==
        "a.tsv: its lines have 2 columns, separated by tabs, all of which is read as text; for the texts alone: "
        "cut -f1 < a.tsv > NEW");
  CHECK_THAT(columns_in_plain_text("pos\tgood film\nneg\tbad film\n", "-"), Contains("cut -f2"));
  CHECK_THAT(columns_in_plain_text("__label__pos good film\n", "a.txt"), Contains("fastText's labels"));
  CHECK_THAT(columns_in_plain_text(R"({"id": 1, "text": "good film", "label": "pos"})", "a"), Contains("jq -r .text"));
  CHECK(columns_in_plain_text("the cat sat\non the mat\n", "a.txt").empty());
  CHECK(columns_in_plain_text("one\ttab\nand none\n", "a.txt").empty());
  CHECK(columns_in_plain_text("", "a.txt").empty());
}

TEST_CASE("whatever a key of the file holds, the command to paste is one command on that key") {
  const auto command = [](const std::string& line) {
    const std::string warning = columns_in_plain_text(line, "a");
    return warning.substr(warning.find("jq "));
  };
  CHECK(command(R"({"body_text": "x"})") == "jq -r .body_text < a > NEW");
  CHECK(command(R"({"a; touch pwned #": "x"})") == R"(jq -r '.["a; touch pwned #"]' < a > NEW)");
  CHECK(command(R"({"a-b": "x"})") == R"(jq -r '.["a-b"]' < a > NEW)");
  CHECK(command(R"({"it's a \"key\"": "x"})") == R"(jq -r '.["it'\''s a \"key\""]' < a > NEW)");
  CHECK(command(R"({"": "x"})") == R"(jq -r '.[""]' < a > NEW)");
  CHECK(command(R"({"2nd": "x"})") == R"(jq -r '.["2nd"]' < a > NEW)");
}

}  // namespace
}  // namespace rowgrad
