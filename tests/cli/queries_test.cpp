// Queries on word vectors as a user asks them: a file, words, a prompt, JSON, and what is wrong with the words.
#include "config/types.hpp"
#include "tests/catch.hpp"
#include "tests/cli/process.hpp"

namespace rowgrad {
namespace {

using Catch::Matchers::Contains;

constexpr const char* royal = "man 1 0 0\nwoman 1 1 0\nking 1 0 1\nqueen 1 1 1\nrug 0 -1 -1\n";

struct Vectors {
  TemporaryFolder folder;
  std::string file = folder.write("royal.txt", royal).string();

  Finished ask(std::vector<std::string> command, const std::string& input = {}) const {
    command.insert(command.begin(), "rowgrad");
    command.insert(command.begin() + 2, file);
    return run_command(command, {.input = input});
  }
};

TEST_CASE("every query answers in JSON") {
  const Vectors v;
  CHECK(Json::parse(v.ask({"analogy", "man", "king", "woman", "--json"}).out)["answers"][0]["word"] == "queen");
  CHECK(Json::parse(v.ask({"nearest", "King", "-n", "1", "--json"}).out)[0]["neighbours"][0]["word"] == "queen");
  CHECK(Json::parse(v.ask({"intruder", "king", "rug", "queen", "--json"}).out)["intruder"] == "rug");
  CHECK(Json::parse(v.ask({"direction", "man:woman", "king:queen", "rug", "--json"}).out)["pairs"] == 2);
  CHECK(Json::parse(v.ask({"pca", "--json"}).out)["points"].size() == 5);
  const auto scores = v.folder.write("scores.tsv", "king\tqueen\t9\nking\trug\t1\nking\tyeti\t1\n").string();
  CHECK(Json::parse(v.ask({"similarity", scores, "--json"}).out)["missing"] == 1);
  const auto questions = v.folder.write("questions.txt", ": royal\nman king woman queen\n").string();
  CHECK(Json::parse(v.ask({"analogies", questions, "--json"}).out)["total"]["accuracy_3cosmul"] == 1);
  const std::vector<std::string> nearest_pair{"rowgrad", "nearest-pair", v.file, "--dims", "2", "-n", "9", "--json"};
  CHECK(Json::parse(run_command(nearest_pair).out).size() == 2);
}

TEST_CASE("a command's former name still works, and no help shows it") {
  const Finished now = run_command({"rowgrad", "nearest-pair", "--dims", "2", "-n", "9"});
  const Finished before = run_command({"rowgrad", "crowding", "--dims", "2", "-n", "9"});
  CHECK(now.code == 0);
  CHECK(before.code == 0);
  CHECK(before.out == now.out);
  CHECK(run_command({"rowgrad", "--help"}).out.find("crowding") == std::string::npos);
}

TEST_CASE("words that a file repeats are warned of") {
  const TemporaryFolder folder;
  const std::string file = folder.write("twice.txt", "cat 1 2\ncat 9 9\ndog 3 4\n").string();
  const Finished finished = run_command({"rowgrad", "nearest", file, "cat"});
  CHECK(finished.code == 0);
  CHECK_THAT(finished.err, Contains("1 words come more than once"));
}

TEST_CASE("what a file's words would do to a terminal is not printed") {
  const TemporaryFolder folder;
  const std::string file = folder.write("v.txt", "cat 1 0\n\x1b[31mdog 1 1\n").string();
  for (const std::vector<std::string>& more : {std::vector<std::string>{"cat"}, {"\x1b[31mdog"}, {"--mean"}}) {
    std::vector<std::string> command{"rowgrad", "nearest", file};
    command.insert(command.end(), more.begin(), more.end());
    const Finished finished = run_command(command);
    CHECK(finished.code == 0);
    CHECK_THAT(finished.out, Contains("?[31mdog") && !Contains("\x1b"));
  }
}

TEST_CASE("without words, lines are read until they end, and a wrong one does not stop the rest") {
  const Vectors v;
  const Finished finished = v.ask({"analogy"}, "man king woman\nman kign woman\n\nman woman king\n");
  CHECK(finished.code == 2);
  CHECK_THAT(finished.err, Contains("\"kign\": is not among the 5 words; did you mean \"king\""));
  CHECK_THAT(finished.out, Contains("king - man + woman") && Contains("woman - man + king"));
}

TEST_CASE("what is exported is opened again, whatever the format") {
  const Vectors v;
  for (const char* name : {"a.txt", "a.vec", "a.bin", "a.npy", "a.safetensors"}) {
    const std::string out = (v.folder / name).string();
    REQUIRE(v.ask({"export", out}).code == 0);
    CHECK_THAT(run_command({"rowgrad", "nearest", out, "king", "-n", "1"}).out, Contains("queen"));
  }
  CHECK(v.ask({"export", (v.folder / "a.tsv").string()}).code == 0);
  CHECK_THAT(read_text(v.folder / "a.metadata.tsv"), Contains("word\tcount\nman\t"));
  CHECK_THAT(v.ask({"export", "vectors.pdf"}).err, Contains("\".pdf\" names no format"));
}

TEST_CASE("an export goes where it is told: -, /dev/stdout and a pipe, and two files need a place for both") {
  const Vectors v;
  REQUIRE(v.ask({"export", (v.folder / "a.txt").string()}).code == 0);
  const std::string expected = read_text(v.folder / "a.txt");
  for (const char* out : {"-", "/dev/stdout"}) {
    const Finished finished = v.ask({"export", out, "--format", "word2vec-text"});
    CHECK(finished.code == 0);
    CHECK(finished.out == expected);
  }
  CHECK_FALSE(std::filesystem::exists("-"));
  const Finished two = v.ask({"export", "-", "--format", "npy"});
  CHECK(two.code == 2);
  CHECK_THAT(two.err, Contains("two files"));
  CHECK(std::filesystem::is_character_file("/dev/null"));
  CHECK(v.ask({"export", "/dev/null", "--format", "word2vec-binary"}).code == 0);
  CHECK(std::filesystem::is_character_file("/dev/null"));
}

TEST_CASE("neighbours of lines from a pipe are those of one word at a time, in order, errors between them") {
  const Vectors v;
  const Finished batch = v.ask({"nearest", "-n", "2"}, "king queen\nkign\n\nman\n");
  CHECK(batch.code == 2);
  CHECK_THAT(batch.err, Contains("\"kign\""));
  std::string one_by_one;
  for (const char* word : {"king", "queen", "man"}) one_by_one += v.ask({"nearest", word, "-n", "2"}).out;
  CHECK(batch.out == one_by_one);
}

TEST_CASE("a file that is not there, or no vectors, is the user's mistake") {
  CHECK(run_command({"rowgrad", "nearest", "/nowhere.bin", "cat"}).code == 2);
  CHECK(run_command({"rowgrad", "nearest", source_file("data/toy.txt"), "cat"}).code == 2);
}

}  // namespace
}  // namespace rowgrad
