#include "tools/explorer/page.hpp"

#include "core/error.hpp"
#include "tests/catch.hpp"

namespace rowgrad {
namespace {

const std::string empty_page = R"(<body><script type="application/json" id="recorded">null</script></body>)";

TEST_CASE("what runs and tokens are called cannot leave the element that answers stand in") {
  const std::string hostile = "</script><script>alert(1)</script><!--";
  const std::string page = with_answers(empty_page, {{hostile, {{hostile, hostile}}}});
  const std::size_t begin = page.find("{\"version\"");
  REQUIRE(begin != std::string::npos);
  const std::string json = page.substr(begin, page.rfind("</script></body>") - begin);
  CHECK(json.find('<') == std::string::npos);
  CHECK(Json::parse(json)["answers"][hostile][hostile] == hostile);
}

TEST_CASE("bytes that are not UTF-8 do not keep a report from being written") {
  const std::string page = with_answers(empty_page, {{"a", "\xff"}});
  const std::size_t begin = page.find("{\"version\"");
  const Json recorded = Json::parse(page.substr(begin, page.rfind("</script></body>") - begin));
  CHECK(recorded["answers"]["a"] == "\uFFFD");
}

TEST_CASE("a page without a place for answers is refused") {
  CHECK_THROWS_AS(with_answers("<body></body>", {}), Error);
}

}  // namespace
}  // namespace rowgrad
