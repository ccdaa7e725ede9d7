#include "tools/fetch/conversions.hpp"

#include "core/error.hpp"
#include "data/labelled_text.hpp"
#include "tests/archives.hpp"
#include "tests/catch.hpp"
#include "tests/cli/process.hpp"

namespace rowgrad {
namespace {

using Catch::Matchers::Contains;

struct Converted {
  TemporaryFolder folder;
  std::vector<FileFacts> facts;

  Converted(const Conversion& convert, const std::string& source) {
    NewFiles files(folder.path());
    FetchObserver nobody;
    convert(folder.write("source", source), files, nobody);
    facts = files.finish();
    files.commit();
  }
  std::string text(const std::string& name) const { return read_text(folder / name); }
};

TEST_CASE("a sentence of the treebank has its root's label and its leaves' words, and neutral ones are left out") {
  const std::string trees =
      "(3 (2 It) (4 (2 's) (3 good)))\n"
      "(2 (2 Meh) (2 .))\n"
      "(0 (1 (2 -LRB-) (2 and\\/or)) (2 (2 bad) (2 -RRB-)))\n"
      "(4 (3 Great))\n(1 (2 5\\*) (2 \\))\n";
  const Converted sst(treebank_sentences({{"trees/train.txt", "x.train.tsv"}}),
                      make_archive({{"trees/train.txt", trees}, {"trees/README", "no tree"}}, true));
  CHECK(sst.text("x.train.tsv") ==
        "It 's good\tpositive\n( and/or bad )\tnegative\nGreat\tpositive\n5* \\\tnegative\n");
  CHECK(sst.facts.at(0).lines == 4);
}

TEST_CASE("what is no tree is refused with its line") {
  const Conversion convert = treebank_sentences({{"trees/train.txt", "x.tsv"}});
  for (const char* wrong : {"good\n", "(7 (2 It))\n", "(3 (2 It)\nx", "(3)\n"}) {
    CAPTURE(wrong);
    CHECK_THROWS_WITH(Converted(convert, make_archive({{"trees/train.txt", wrong}}, true)),
                      Contains("trees/train.txt:") && Contains("expected a tree"));
  }
}

std::vector<ArchiveMember> reviews() {
  return {{"aclImdb/train/pos/0_9.txt", "Fine.<br /><br />Really\tfine."},
          {"aclImdb/train/neg/0_3.txt", "Dull.\r\nReally."},
          {"aclImdb/test/pos/1_8.txt", "Good"},
          {"aclImdb/test/neg/1_1.txt", "Bad"},
          {"aclImdb/train/unsup/0_0.txt", "Who knows"},
          {"aclImdb/train/labeledBow.feat", "9 0:9"},
          {"aclImdb/README", "read me"}};
}

TEST_CASE("film reviews become one line each with the label of their folder, whatever else is in the archive") {
  const Converted imdb(film_reviews("imdb"), make_archive(reviews(), false));
  CHECK(imdb.text("imdb.train.tsv") == "Fine.  Really fine.\tpositive\nDull.  Really.\tnegative\n");
  CHECK(imdb.text("imdb.test.tsv") == "Good\tpositive\nBad\tnegative\n");
  CHECK(imdb.text("imdb.unsup.txt") == "Who knows\n");
}

TEST_CASE("film reviews of which a folder is missing are refused, and nothing is left") {
  std::vector<ArchiveMember> some = reviews();
  some.erase(some.begin() + 3);
  const TemporaryFolder folder;
  const auto source = folder.write("source", make_archive(some, false));
  {
    NewFiles files(folder.path());
    FetchObserver nobody;
    CHECK_THROWS_WITH(film_reviews("imdb")(source, files, nobody),
                      Contains("expected reviews in aclImdb/test/neg/, found none"));
  }
  CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
}

TEST_CASE("members are unpacked as they are, and a missing one is refused") {
  const Conversion convert = unpack_members({{"in/a", "a.txt"}, {"b", "b.txt"}}, {.bytes = 1000, .entries = 10});
  const Converted both(convert, make_archive({{"b", "B"}, {"other", "?"}, {"in/a", "A"}}, true));
  CHECK(both.text("a.txt") == "A");
  CHECK(both.text("b.txt") == "B");
  CHECK_THROWS_WITH(Converted(convert, make_archive({{"b", "B"}}, true)),
                    Contains("expected an archive with the file \"in/a\", found none"));
}

TEST_CASE("a copy has the same bytes, and its facts are of them") {
  const Converted copy(copy_as("a.txt"), "one\ntwo");
  CHECK(copy.text("a.txt") == "one\ntwo");
  CHECK(copy.facts.at(0).bytes == 7);
  CHECK(copy.facts.at(0).lines == 2);
}

TEST_CASE("scored pairs and analogy questions are copied, an empty file or a web page in their place is refused") {
  const std::string pairs = "# Word 1\tWord 2\tHuman (mean)\ntiger\tcat\t7.35\n";
  const std::string questions = ": capitals\r\nParis France Rome Italy\n\n: family\nboy girl king queen\n";
  CHECK(Converted(scored_pairs("a.txt"), pairs).text("a.txt") == pairs);
  CHECK(Converted(analogy_questions("a.txt"), questions).text("a.txt") == questions);
  for (const std::string wrong : {"", "\n\n", "<html>\n<body>\nplease log in\n", "<html>please log in</html>"}) {
    CAPTURE(wrong);
    CHECK_THROWS_AS(Converted(scored_pairs("a.txt"), wrong), Error);
    CHECK_THROWS_AS(Converted(analogy_questions("a.txt"), wrong), Error);
  }
  CHECK_THROWS_WITH(Converted(analogy_questions("a.txt"), ": family\nboy girl king\n"),
                    Contains("source:2: expected four words or \": section\""));
}

}  // namespace
}  // namespace rowgrad
