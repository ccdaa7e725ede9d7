#include "tests/docs/page_line.hpp"

#include "tests/catch.hpp"

namespace rowgrad {
namespace {

TEST_CASE("a page's number is right to the digits shown, or by one in the last of them") {
  CHECK(same_line("loss 0.427", "loss 0.42693"));
  CHECK(same_line("loss 0.426", "loss 0.42693"));
  CHECK(same_line("loss 0.428", "loss 0.42693"));
  CHECK_FALSE(same_line("loss 0.429", "loss 0.42693"));
  CHECK_FALSE(same_line("loss 0.425", "loss 0.42693"));
  CHECK(same_line("-0.10  x", "-0.104 x"));
  CHECK_FALSE(same_line("0.10 x", "-0.104 x"));
  CHECK(same_line("7.5e-15", "7.53e-15"));
  CHECK_FALSE(same_line("7.5e-15", "7.5e-14"));
  CHECK_FALSE(same_line("0.50", "0.5"));  // digits that were not printed
}

TEST_CASE("a page's counts and names are exact") {
  CHECK(same_line("57 of 1,024", "57 of 1,024"));
  CHECK_FALSE(same_line("57 of 1,024", "58 of 1,024"));
  CHECK_FALSE(same_line("12", "12.3"));
  CHECK_FALSE(same_line("word2vec 0.1", "word3vec 0.1"));
  CHECK_FALSE(same_line("v1.2", "v1.3"));
  CHECK_FALSE(same_line("a cat", "a dog"));
  CHECK_FALSE(same_line("a cat", "a cat sat"));
  CHECK_FALSE(same_line("a cat sat", "a cat"));
}

TEST_CASE("blanks of a page's line count as one, and within it … stands for anything") {
  CHECK(same_line("  a  b", " a b "));
  CHECK_FALSE(same_line("a b", "ab"));
  CHECK(same_line("in … s, loss 0.50", "in 3.2 s, loss 0.5000"));
  CHECK(same_line("… s", "12 s"));
  CHECK(same_line("took …", "took 12 s"));
  CHECK(same_line("…", ""));
  CHECK_FALSE(same_line("in … s", "in 12 ms, or more"));
}

TEST_CASE("a line is corrected in its numbers, and keeps its …") {
  const auto epoch = corrected("epoch 1  loss 0.50, … s", "epoch 1 loss 0.73, 12 s");
  CHECK(epoch.value().line == "epoch 1  loss 0.73, … s");
  CHECK(epoch.value().numbers == 1);
  CHECK(corrected("3 of 4", "2 of 5").value().numbers == 2);
  CHECK(corrected("loss 0.5 of … in all", "loss 0.5 of 3 in all").value().line == "loss 0.5 of … in all");
  CHECK_FALSE(corrected("loss 0.5", "accuracy 0.5").has_value());
}

}  // namespace
}  // namespace rowgrad
