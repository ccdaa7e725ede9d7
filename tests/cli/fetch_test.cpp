// rowgrad fetch, as a user calls it. No test needs a network: copies and a server on this machine stand in.
#include <csignal>
#include <thread>

#include "config/types.hpp"
#include "tests/catch.hpp"
#include "tests/cli/process.hpp"
#include "tests/http_server.hpp"

namespace rowgrad {
namespace {

using Catch::Matchers::Contains;

constexpr const char* pairs = "# Word 1\tWord 2\tHuman (mean)\ntiger\tcat\t7.35\nbook\tpaper\t7.46\n";

struct Place {
  TemporaryFolder folder;
  std::string to = (folder / "fetched").string();

  Finished fetch(std::vector<std::string> more, const Process::Options& options = {}) const {
    std::vector<std::string> command{"rowgrad", "fetch", "--to", to};
    command.insert(command.end(), more.begin(), more.end());
    return run_command(command, options);
  }
};

TEST_CASE("fetch alone lists the data sets, with size and licence and which are there") {
  const Place place;
  const Finished list = place.fetch({});
  CHECK(list.code == 0);
  for (const char* part : {"names", "sst2", "imdb", "text8", "wordsim353", "questions-words", "862 MB", "CC BY 4.0"})
    CHECK_THAT(list.out, Contains(part));
  REQUIRE(place.fetch({"wordsim353", "--from", place.folder.write("pairs", pairs).string()}).code == 0);
  for (const Json& set : Json::parse(place.fetch({"--list", "--json"}).out)) {
    CAPTURE(set["name"]);
    CHECK(set["fetched"] == (set["name"] == "wordsim353"));
    CHECK(set["sha256"].is_null() == set["bytes"].is_null());
  }
}

TEST_CASE("fetch tells the files it made on stdout and what to try with them on stderr") {
  const Place place;
  const std::string copy = place.folder.write("pairs", pairs);
  const Finished first = place.fetch({"wordsim353", "--from", copy});
  INFO(first.err);
  CHECK(first.code == 0);
  CHECK_THAT(first.out, Contains(place.to + "/wordsim353.txt") && Contains("3 lines"));
  CHECK_THAT(first.err, Contains("none is published; remembered for the next time"));
  CHECK_THAT(first.err, Contains("try: " ROWGRAD_BIN_DIR "/rowgrad similarity runs/word2vec " + place.to));
  CHECK(read_text(place.to + "/wordsim353.txt") == pairs);
  CHECK_THAT(place.fetch({"wordsim353"}).out, Contains("was there already"));
  const Json json = Json::parse(place.fetch({"wordsim353", "--json"}).out).at(0);
  CHECK(json["already_there"] == true);
  CHECK(json["checked"] == "remembered");
  CHECK(json["files"][0]["path"] == place.to + "/wordsim353.txt");
}

TEST_CASE("fetch of several data sets prints one JSON array, in their order") {
  const Place place;
  const std::string questions = place.folder.write("questions", ": family\nboy girl king queen\n");
  REQUIRE(place.fetch({"wordsim353", "--from", place.folder.write("pairs", pairs).string()}).code == 0);
  REQUIRE(place.fetch({"questions-words", "--from", questions}).code == 0);
  const Json json = Json::parse(place.fetch({"questions-words", "wordsim353", "--json"}).out);
  REQUIRE(json.size() == 2);
  CHECK(json[0]["name"] == "questions-words");
  CHECK(json[1]["name"] == "wordsim353");
}

TEST_CASE("fetch refuses what it cannot make sense of with one message") {
  const Place place;
  const std::string copy = place.folder.write("names.txt", "ann\nbob\n");
  const std::vector<std::pair<std::vector<std::string>, std::string>> wrong{
      {{"name"}, "name: there is no such data set; did you mean \"names\"?"},
      {{"names", "sst2", "--from", copy}, "--from: expected one data set"},
      {{"--from", copy}, "--from: expected a data set"},
      {{"--list", "names"}, "--list: expected no names"},
      {{"names", "--from", copy}, "names.txt: is not names: expected 228145 bytes, found 8"},
      {{"names", "--from", copy + "2"}, "names.txt2: expected a file, found none"}};
  for (const auto& [arguments, message] : wrong) {
    CAPTURE(message);
    const Finished finished = place.fetch(arguments);
    CHECK(finished.code == 2);
    CHECK(finished.out.empty());
    CHECK_THAT(finished.err, Contains("error: ") && Contains(message));
    CHECK(std::count(finished.err.begin(), finished.err.end(), '\n') == 1);
    CHECK_FALSE(std::filesystem::exists(place.to + "/names.txt"));
  }
}

TEST_CASE("an interrupted fetch keeps what has come, says how to go on, and goes on") {
  ::setenv("no_proxy", "127.0.0.1", /*overwrite=*/1);
  const std::string content = pairs + std::string(100'000, '\n');
  const HttpServer server([&](const HttpRequest& request, const SendBytes& send) {
    if (request.headers.contains("range")) return ServedFile{content, "\"v1\""}.answer(request, send);
    send(http_head("200 OK", "ETag: \"v1\"\r\nContent-Length: " + std::to_string(content.size()) + "\r\n"));
    send(content.substr(0, 1000));
    while (send("")) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  });
  const Place place;
  const std::vector<std::string> arguments{"wordsim353", "--from", server.url("/x")};
  Process process({"rowgrad", "fetch", "--to", place.to, arguments[0], arguments[1], arguments[2]}, {});
  const std::string part = place.to + "/wordsim353.part";
  for (int i = 0; i < 1000 && read_text(part).size() < 1000; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  process.signal(SIGINT);
  const Finished stopped = process.wait();
  CHECK(stopped.code == 130);
  CHECK_THAT(stopped.err, Contains("interrupted; what has come is kept, and the same command goes on from there"));
  CHECK(read_text(part).size() == 1000);
  CHECK(place.fetch(arguments).code == 0);
  CHECK(read_text(place.to + "/wordsim353.txt") == content);
  CHECK(server.requests().at(1).headers.at("range") == "bytes=1000-");
}

TEST_CASE("a disk that is full while fetching is a failed run that can go on, and no half file is left") {
  ::setenv("no_proxy", "127.0.0.1", /*overwrite=*/1);
  const ServedFile file{pairs + std::string(100'000, '\n'), "\"v1\""};
  const HttpServer server([&](const HttpRequest& request, const SendBytes& send) { file.answer(request, send); });
  const Place place;
  const Finished full = place.fetch({"wordsim353", "--from", server.url("/x")}, {.largest_file = 50'000});
  CHECK(full.code == 1);
  CHECK_THAT(full.err, Contains("wordsim353.part: cannot be written") && Contains("the same command then goes on"));
  CHECK_FALSE(std::filesystem::exists(place.to + "/wordsim353.txt"));
  CHECK(place.fetch({"wordsim353", "--from", server.url("/x")}).code == 0);
  CHECK(server.requests().at(1).headers.at("range") == "bytes=50000-");
  CHECK(read_text(place.to + "/wordsim353.txt") == file.content);
}

TEST_CASE("pairs of words that were fetched are what similarity reads") {
  const Place place;
  REQUIRE(place.fetch({"wordsim353", "--from", place.folder.write("pairs", pairs).string()}).code == 0);
  const std::string vectors = place.folder.write("v.txt", "tiger 1 0\ncat 1 0.1\nbook 0 1\npaper 0.1 1\n");
  const Finished finished = run_command({"rowgrad", "similarity", vectors, place.to + "/wordsim353.txt"});
  INFO(finished.err);
  CHECK(finished.code == 0);
  CHECK_THAT(finished.out, Contains("2 pairs found, 0 missing"));
}

}  // namespace
}  // namespace rowgrad
