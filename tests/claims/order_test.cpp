// What it takes to tell "not bad" from "bad not": the order-only data set, and the sums that cannot.
#include "tests/catch.hpp"
#include "tests/trained.hpp"

namespace rowgrad {
namespace {

double accuracy(const std::string& config) { return trained(config).summary.splits.at(Split::test).accuracy.value(); }

}  // namespace

TEST_CASE("a sum of words answers every phrase and its permutation alike: half are wrong") {
  CHECK(accuracy("order_sum") == 0.5);
}

TEST_CASE("added positions are the same sum for every order: half are wrong") {
  CHECK(accuracy("order_added_sum") == Approx(0.5).margin(0.01));  // rounding may part a phrase on the boundary
}

TEST_CASE("attention without positions cannot tell orders apart, with positions it can, and so can a GRU") {
  CHECK(accuracy("order_attention_bare") == Approx(0.5).margin(0.01));
  CHECK(accuracy("order_attention") >= 0.98);
  CHECK(accuracy("order_gru") >= 0.98);
}

TEST_CASE("multiplied positions, or a bend after added ones, tell orders apart") {
  CHECK(accuracy("order_multiplied_sum") >= 0.98);
  CHECK(accuracy("order_added_tanh_sum") >= 0.98);
}

}  // namespace rowgrad
