#include "models/sentiment/label_check.hpp"

#include "core/error.hpp"
#include "tests/catch.hpp"

namespace rowgrad {
namespace {

using Catch::Matchers::Contains;

const std::string other_label = "name another: --set data.label=1";

Vocabulary labels(std::initializer_list<std::pair<const char*, std::uint64_t>> counted) {
  Vocabulary vocabulary;
  for (const auto& [label, count] : counted) vocabulary.add(label, count);
  return vocabulary;
}

std::string notes(const Vocabulary& vocabulary) {
  std::string all;
  for (const std::string& note : label_notes(vocabulary, other_label)) all += note + "\n";
  return all;
}

TEST_CASE("labels of which most documents have one of their own are refused unless they are meant") {
  Vocabulary many;
  for (int i = 0; i < 30; ++i) many.add("label " + std::to_string(i));
  CHECK_THROWS_WITH(require_classes(many, "a.tsv", other_label, false),
                    Contains("30 documents have 30 different labels") &&
                        Contains("--set data.label=1; if they are right, --set data.many_classes=true"));
  CHECK_THROWS_WITH(require_classes(many, "a.txt", "", false),
                    Contains("; if they are right") && !Contains("data.label"));
  CHECK_NOTHROW(require_classes(many, "a.tsv", other_label, true));
  CHECK_NOTHROW(require_classes(labels({{"a", 15}, {"b", 15}}), "a.tsv", other_label, false));
  CHECK_NOTHROW(require_classes(labels({{"a", 1}, {"b", 1}}), "a.tsv", other_label, false));  // a toy
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
  CHECK_THAT(notes(labels({{"a", 1}, {"b", 1}, {"c", 1}})), Contains("nearly unique: 3 over 3"));
  CHECK(notes(labels({{"a", 1}, {"b", 1}})).empty());  // fewer there cannot be
}

TEST_CASE("labels that are as long as texts are warned of unless a user names them") {
  const Vocabulary texts = labels({{"a very fine film", 5}, {"not my cup of tea", 5}, {"dull", 5}});
  CHECK_THAT(notes(texts), Contains("2 of 3 labels have three words or more") && Contains("--set data.label=1"));
  CHECK(label_notes(texts, "").empty());
  CHECK(notes(labels({{"world news", 5}, {"sports of all kinds", 5}})).empty());
}

TEST_CASE("fastText's mark at a label that another format holds is warned of") {
  CHECK_THAT(notes(labels({{"__label__a", 5}, {"__label__b", 5}})), Contains("fastText's mark, such as __label__a"));
}

}  // namespace
}  // namespace rowgrad
