#include "tests/docs/page_output.hpp"

#include "tests/catch.hpp"

namespace rowgrad {
namespace {

using Lines = std::vector<std::string>;

std::string difference(const Lines& shown, const Lines& printed) { return compare_output(shown, printed).difference; }

TEST_CASE("a page may show a part of what is printed, line below line") {
  const Lines printed{"a", "b 0.5", "", "c", "d"};
  for (const Lines& shown :
       {printed, {"a"}, {"d"}, {"b 0.5", "c"}, {"", "b 0.5", "", "c", ""}, {"…"}, {"…", "c"}, Lines{}}) {
    CHECK(difference(shown, printed) == "");
  }
}

TEST_CASE("lines that a page leaves out between others need a …") {
  const Lines printed{"a", "b", "c", "d"};
  CHECK(difference({"a", "…", "d"}, printed) == "");
  CHECK(difference({"a", "…", "b"}, printed) == "");  // any number: none too
  CHECK(difference({"a", "d"}, printed) == "\"d\" does not follow at once: a line \"…\" is missing above it");
  CHECK(compare_output({"a", "d"}, printed).shown == Lines{"a", "…", "d"});
}

TEST_CASE("a shown line that is not printed in its place is noticed") {
  CHECK(difference({"a", "x"}, {"a", "b"}) == "\"x\" was not printed here, but: b");
  CHECK(difference({"b", "a"}, {"a", "b"}) != "");
  CHECK(difference({"a 0.5"}, {"a 0.7"}) == "\"a 0.5\" was not printed here, but: a 0.7");
  CHECK(difference({"a", "b"}, {"a"}) == "\"b\" was not printed");
  CHECK(difference({"a"}, {}) == "\"a\" was not printed");
  CHECK(difference({"a", "a"}, {"a"}) != "");
}

TEST_CASE("a question mark on a page is to be replaced by all that is printed") {
  CHECK(compare_output({"?"}, {"a", "", "b"}).shown == Lines{"a", "", "b"});
  CHECK(difference({"?", ""}, {"?"}) != "");
}

TEST_CASE("what a page shows is put right, as much as was shown") {
  const Lines printed{"start", "epoch 1 loss 0.70 in 3 s", "epoch 2 loss 0.40 in 4 s", "best: epoch 2", "done"};
  CHECK(compare_output({"epoch 2 loss 0.43 in … s", "best: epoch 1", ""}, printed).shown ==
        Lines{"epoch 2 loss 0.40 in … s", "best: epoch 2", ""});
  CHECK(compare_output({"epoch 1 loss 0.90 in … s", "…", "finished"}, printed).shown ==
        Lines{"epoch 1 loss 0.70 in … s", "…", "epoch 2 loss 0.40 in 4 s"});
  CHECK(compare_output({"a", "b"}, {"x"}).shown == Lines{"x"});
  CHECK(compare_output({"a 1.5", "…"}, {"a 1.7", "b"}).shown == Lines{"a 1.7", "…"});
}

}  // namespace
}  // namespace rowgrad
