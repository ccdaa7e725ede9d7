#include "tools/answers/shelf.hpp"

#include "core/error.hpp"
#include "tests/catch.hpp"
#include "tests/trained.hpp"
#include "tools/answers/answer.hpp"

namespace rowgrad {
namespace {

using Catch::Matchers::Contains;

void train_into(const std::filesystem::path& run, const std::vector<std::string>& overrides = {}) {
  RunObserver nobody;
  train(shipped_spec("sentiment", overrides), {run, {}, /*overwrite=*/true}, nobody);
}

Json space_of_run(Shelf& shelf, const std::string& run) { return ask(shelf, {"space", {{"run", run}}}); }

TEST_CASE("a run that is trained later is found in its folder, and those before keep their numbers") {
  const TemporaryFolder folder;
  train_into(folder / "b");
  Shelf shelf({folder.path()});
  REQUIRE(shelf.runs().size() == 1);
  train_into(folder / "a");
  REQUIRE(shelf.runs().size() == 2);
  CHECK(shelf.path(0) == folder / "b");
  CHECK(shelf.path(1) == folder / "a");
}

TEST_CASE("a run that is deleted says so, and others go on answering") {
  const TemporaryFolder folder;
  train_into(folder / "a");
  train_into(folder / "b");
  Shelf shelf({folder.path()});
  CHECK_NOTHROW(space_of_run(shelf, "0"));
  std::filesystem::remove_all(folder / "a");
  CHECK_THROWS_WITH(space_of_run(shelf, "0"), Contains("the run is no longer there"));
  CHECK_NOTHROW(space_of_run(shelf, "1"));
  CHECK(ask(shelf, {"runs"})["runs"][0]["state"] == "broken");
}

TEST_CASE("a run that was trained anew is opened anew") {
  const TemporaryFolder folder;
  train_into(folder / "a", {"sizes.d=4"});
  Shelf shelf({folder / "a"});
  CHECK(space_of_run(shelf, "0")["dimension"] == 4);
  train_into(folder / "a", {"sizes.d=6"});
  CHECK(space_of_run(shelf, "0")["dimension"] == 6);
}

TEST_CASE("a place without a run in it is an error, and a file is none") {
  const TemporaryFolder folder;
  CHECK_THROWS_AS(Shelf({folder / "nothing"}), Error);
  CHECK_THROWS_AS(Shelf({folder.write("file", "x")}), Error);
  CHECK(Shelf({folder.path()}).runs().empty());
}

TEST_CASE("categories that cannot be read are refused at once, and a run named twice is there once") {
  const TemporaryFolder folder;
  train_into(folder / "a");
  CHECK_THROWS_AS(Shelf({folder / "a"}, folder / "nothing"), Error);
  CHECK_THROWS_WITH(Shelf({folder / "a"}, folder.write("c.tsv", "no tab\n")), Contains("c.tsv:1"));
  CHECK(Shelf({folder / "a", folder / "a", folder.path()}).runs().size() == 1);
}

}  // namespace
}  // namespace rowgrad
