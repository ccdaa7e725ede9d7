#include "models/sentiment/label_check.hpp"

#include "core/error.hpp"
#include "tests/catch.hpp"

namespace rowgrad {
namespace {

using Catch::Matchers::Contains;

Vocabulary labels(std::initializer_list<std::pair<const char*, std::uint64_t>> counted) {
  Vocabulary vocabulary;
  for (const auto& [label, count] : counted) vocabulary.add(label, count);
  return vocabulary;
}

std::string notes(const Vocabulary& vocabulary) {
  std::string all;
  for (const std::string& note : label_notes(vocabulary)) all += note + "\n";
  return all;
}

TEST_CASE("labels of which most documents have one of their own are refused unless they are meant") {
  Vocabulary many;
  for (int i = 0; i < 30; ++i) many.add("label " + std::to_string(i));
  CHECK_THROWS_WITH(require_classes(many, "a.tsv", false),
                    Contains("30 documents have 30 different labels") && Contains("data.many_classes=true"));
  CHECK_NOTHROW(require_classes(many, "a.tsv", true));
  CHECK_NOTHROW(require_classes(labels({{"a", 15}, {"b", 15}}), "a.tsv", false));
  CHECK_NOTHROW(require_classes(labels({{"a", 1}, {"b", 1}}), "a.tsv", false));  // a toy
}

TEST_CASE("labels that look like slips are warned of, and ordinary ones are not") {
  CHECK(notes(labels({{"pos", 50}, {"neg", 50}})).empty());
  CHECK_THAT(notes(labels({{"pos", 50}, {"Pos ", 3}, {"neg", 50}})),
             Contains("differ in case or blanks only: \"pos\", \"Pos \""));
  CHECK_THAT(notes(labels({{"pos", 50}, {"nge", 1}})), Contains("a label occurs only once: \"nge\""));
  CHECK_THAT(notes(labels({{"pos", 50}, {"label", 1}})), Contains("looks like a header"));
  CHECK_THAT(notes(labels({{"\"pos\"", 50}, {"\"neg\"", 50}})), Contains("--set data.format=csv"));
}

TEST_CASE("nearly unique labels are warned of") {
  Vocabulary vocabulary;
  for (int i = 0; i < 12; ++i) vocabulary.add("label " + std::to_string(i), 3);
  CHECK_THAT(notes(vocabulary), Contains("nearly unique: 12 over 36"));
}

}  // namespace
}  // namespace rowgrad
