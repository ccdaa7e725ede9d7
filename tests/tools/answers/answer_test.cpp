#include "tools/answers/answer.hpp"

#include "core/error.hpp"
#include "tests/catch.hpp"

namespace rowgrad {
namespace {

using Catch::Matchers::Contains;

TEST_CASE("a question is written as a browser's URLSearchParams writes it, so that a page finds what was recorded") {
  // From a browser: new URLSearchParams({a: "~'()!", text: "not bad & <b>é\n+"}).toString()
  CHECK(to_text(Question{"trace", {{"text", "not bad & <b>é\n+"}, {"a", "~'()!"}}}) ==
        "trace?a=%7E%27%28%29%21&text=not+bad+%26+%3Cb%3E%C3%A9%0A%2B");
  CHECK(to_text(Question{"runs"}) == "runs");
}

TEST_CASE("a question without an answer is met with those that have one") {
  Shelf shelf({});
  CHECK_THROWS_WITH(ask(shelf, {"neighbors"}), Contains("did you mean \"neighbours\"?"));
  CHECK_THROWS_WITH(ask(shelf, {"curves", {{"run", "0"}}}), Contains("run: is no argument"));
  CHECK_THROWS_WITH(ask(shelf, {"training", {{"run", "0"}}}), Contains("there is no run 0"));
}

TEST_CASE("answers that need no run give what the command of the subject computes") {
  Shelf shelf({});
  const Json signal = ask(shelf, {"signal", {{"scores", "2,1,0.1"}, {"label", "0"}}});
  CHECK(signal["loss"]["value"].get<double>() == Approx(0.417030).epsilon(1e-5));  // PyTorch's cross_entropy
  CHECK(signal["jacobian"].size() == 3);
  CHECK(ask(shelf, {"descent", {{"scores", "2,1"}, {"label", "1"}, {"step", "1"}, {"steps", "3"}}})["way"].size() == 4);
  CHECK(ask(shelf, {"curves", {{"p", "0.25"}}})[0]["dp_ds"].get<double>() == Approx(0.1875));
  CHECK(ask(shelf, {"lookup", {{"ids", "1,3,1"}}})["equal"] == true);
  CHECK_THROWS_AS(ask(shelf, {"lookup", {{"ids", "1,9"}}}), Error);
  CHECK_THROWS_AS(ask(shelf, {"signal", {{"scores", "2,x"}, {"label", "0"}}}), Error);
}

}  // namespace
}  // namespace rowgrad
