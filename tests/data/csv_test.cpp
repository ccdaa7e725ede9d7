#include "data/csv.hpp"

#include "tests/catch.hpp"

namespace rowgrad {
namespace {

using Records = std::vector<std::vector<std::string>>;

Records read(std::string_view text, char separator = ',') {
  CsvReader reader(text, separator);
  std::vector<CsvField> fields;
  std::string scratch;
  Records records;
  while (reader.next(fields)) {
    records.emplace_back();
    for (const CsvField& field : fields) records.back().emplace_back(field.value(scratch));
  }
  return records;
}

std::string complaint(std::string_view text) {
  try {
    read(text);
  } catch (const Complaint& complaint) {
    return std::to_string(complaint.line) + ": " + complaint.what;
  }
  return "none";
}

TEST_CASE("fields are what stands between separators, empty ones too") {
  CHECK(read("a,b\nc,\n,\n") == Records{{"a", "b"}, {"c", ""}, {"", ""}});
  CHECK(read("a;b,c", ';') == Records{{"a", "b,c"}});
  CHECK(read("a\tb\r\nc\td\r\n", '\t') == Records{{"a", "b"}, {"c", "d"}});
}

TEST_CASE("quoted fields hold separators, line ends and doubled quotes") {
  CHECK(read("\"a, \"\"b\"\"\",c\r\n\"d\ne\",\"\"\r\n") == Records{{"a, \"b\"", "c"}, {"d\ne", ""}});
  CHECK(read("\"\"\"\",x\n") == Records{{"\"", "x"}});
}

TEST_CASE("a quote inside a field that does not begin with one is text") {
  CHECK(read("5\" disk,b\n") == Records{{"5\" disk", "b"}});
}

TEST_CASE("blank lines are no records, and all lines count") {
  CsvReader reader("\n \na,\"b\nc\"\n\nd,e", ',');
  std::vector<CsvField> fields;
  REQUIRE(reader.next(fields));
  CHECK(reader.line() == 3);
  REQUIRE(reader.next(fields));
  CHECK(reader.line() == 6);
  CHECK_FALSE(reader.next(fields));
  CHECK(reader.lines() == 6);
}

TEST_CASE("a quote that does not end, and what follows one that does, is refused by line") {
  CHECK(complaint("a,b\n\"c,d\n") == "2: a field begins with a quote and never ends");
  CHECK(complaint("a,b\n\"c\"d,e\n") == "2: found something after the quote that ends a field");
}

}  // namespace
}  // namespace rowgrad
