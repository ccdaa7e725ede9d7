// --categories as a user gives it, and what may be wrong with the file.
#include "config/types.hpp"
#include "tests/catch.hpp"
#include "tests/cli/process.hpp"

namespace rowgrad {
namespace {

using Catch::Matchers::Contains;

struct Vectors {
  TemporaryFolder folder;
  std::string file = folder
                         .write("vectors.txt",
                                "cat 1 0.1 0\ndog 1 0 0\ncow 1 -0.1 0\nred 0 1 0.1\nblue 0 1 0\ngreen 0.1 1 0\n"
                                "the 0.3 0.3 1\n")
                         .string();
  std::string kinds =
      folder.write("kinds.tsv", "cat\tanimal\ndog\tanimal\ncow\tanimal\nred\tcolour\nblue\tcolour\ngreen\tcolour\n")
          .string();

  Finished ask(std::vector<std::string> command) const {
    command.insert(command.begin(), "rowgrad");
    command.insert(command.begin() + 2, file);
    return run_command(command);
  }
};

TEST_CASE("nearest puts each neighbour's category beside it and counts those of the word's") {
  const Vectors v;
  const Finished finished = v.ask({"nearest", "cat", "the", "-n", "3", "--categories", v.kinds});
  CHECK(finished.code == 0);
  CHECK_THAT(finished.out, Contains("  0.9950  dog  animal\n") && Contains("  2 of 3: animal\n"));
  CHECK_THAT(finished.out, Contains("  no category\n"));
  const Json json = Json::parse(v.ask({"nearest", "cat", "-n", "3", "--categories", v.kinds, "--json"}).out)[0];
  CHECK(json["category"] == "animal");
  CHECK(json["same_category"] == 2);
  CHECK(json["neighbours"][0]["category"] == "animal");
  CHECK_FALSE(Json::parse(v.ask({"nearest", "cat", "--json"}).out)[0].contains("category"));
}

TEST_CASE("nearest --mean ranks all words or those given by their mean cosine to the others") {
  const Vectors v;
  const std::string all = v.ask({"nearest", "--mean", "--categories", v.kinds}).out;
  CHECK(std::count(all.begin(), all.end(), '\n') == 7);
  CHECK_THAT(all, Contains("  cat  animal\n"));
  const Json two = Json::parse(v.ask({"nearest", "--mean", "the", "cow", "--json"}).out);
  REQUIRE(two.size() == 2);
  CHECK(two[0]["rank"] < two[1]["rank"]);
  CHECK(Json::parse(v.ask({"nearest", "--mean", "-n", "1", "--json"}).out).size() == 1);
  CHECK(v.ask({"nearest", "--mean", "--hidden", "x"}).code == 2);
  CHECK(v.ask({"nearest", "--mean", "unicorn"}).code == 2);
}

TEST_CASE("pca has a column of categories") {
  const Vectors v;
  const std::string csv = v.ask({"pca", "--categories", v.kinds}).out;
  CHECK_THAT(csv, Contains("word,x,y,category\n"));
  CHECK_THAT(csv, Catch::Matchers::Matches("(.|\n)*red,[^,]+,[^,]+,colour\n(.|\n)*"));
  CHECK_THAT(csv, Catch::Matchers::Matches("(.|\n)*the,[^,]+,[^,]+,\n"));
  CHECK(Json::parse(v.ask({"pca", "--categories", v.kinds, "--json"}).out)["points"][6]["category"] == "");
}

TEST_CASE("intruder draws lists from the categories, the same ones for the same seed") {
  const Vectors v;
  const std::vector<std::string> command{"intruder", "--categories", v.kinds, "-n", "3", "--tries", "20"};
  const Finished finished = v.ask(command);
  CHECK(finished.code == 0);
  CHECK_THAT(finished.out, Contains("100.0 %") && Contains("by chance: 33.3 %"));
  CHECK(v.ask(command).out == finished.out);
  auto as_json = command;
  as_json.emplace_back("--json");
  const Json json = Json::parse(v.ask(as_json).out);
  CHECK(json["total"]["lists"] == 40);
  CHECK(json["total"]["found"] == 40);
}

TEST_CASE("options of drawn lists need a file of categories, and words beside it are refused") {
  const Vectors v;
  CHECK(v.ask({"intruder", "cat", "dog", "red", "--tries", "5"}).code == 2);
  CHECK(v.ask({"intruder", "--categories", v.kinds, "-n", "2"}).code == 2);
  const Finished both = v.ask({"intruder", "cat", "dog", "red", "--categories", v.kinds});
  CHECK(both.code == 2);
  CHECK_THAT(both.err, Contains("leave out the words"));
}

TEST_CASE("a file of categories that is wrong is refused in one message, whatever the command") {
  const Vectors v;
  const std::string bad = v.folder.write("bad.tsv", "cat\tanimal\ndog animal\n").string();
  for (const char* command : {"nearest", "pca", "intruder"}) {
    CAPTURE(command);
    for (const std::string& file : {bad, v.folder.path().string(), std::string("/no/such/file")}) {
      const Finished finished = v.ask({command, "--categories", file});
      CHECK(finished.code == 2);
      CHECK(finished.out.empty());
      CHECK(std::count(finished.err.begin(), finished.err.end(), '\n') == 1);
    }
    CHECK_THAT(v.ask({command, "--categories", bad}).err,
               Contains("bad.tsv:2: expected word<TAB>category, found no tab"));
  }
  const std::string more = v.folder.write("more.tsv", "cat\tanimal\nunicorn\tanimal\nred\tcolour\ncat\tpet\n").string();
  const Finished told = v.ask({"nearest", "dog", "--categories", more});
  CHECK(told.code == 0);
  CHECK_THAT(told.err, Contains("1 word left out, having no vector: \"unicorn\"") && Contains("given twice"));
}

}  // namespace
}  // namespace rowgrad
