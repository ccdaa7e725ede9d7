#include "tools/fetch/download.hpp"

#include "tests/tools/fetch/fetched.hpp"

namespace rowgrad {
namespace {

using Catch::Matchers::Contains;

// A file that is cut off the first time it is asked for.
struct CutOnce {
  ServedFile file;
  std::size_t after;
  std::atomic<int> answers = 0;
  void operator()(const HttpRequest& request, const SendBytes& send) {
    ServedFile now = file;
    if (answers++ == 0) now.cut_after = after;
    now.answer(request, send);
  }
};

std::string long_text() {
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += std::to_string(i) + "\n";
  return text;
}

TEST_CASE("a download that broke off goes on where it was, if the file is still the same") {
  CutOnce cut{{long_text(), "\"v1\""}, 50'000};
  const HttpServer server(std::ref(cut));
  Fetched place(server.url("/x"));
  CHECK_THAT(failure(place, small_set(cut.file.content)).second, Contains("could not be fetched"));
  CHECK(place.text("x.part") == cut.file.content.substr(0, 50'000));
  CHECK_FALSE(place.has("x.txt"));
  place.run(small_set(cut.file.content));
  CHECK(place.text() == cut.file.content);
  const HttpRequest second = server.requests().at(1);
  CHECK(second.headers.at("range") == "bytes=50000-");
  CHECK(second.headers.at("if-range") == "\"v1\"");
}

TEST_CASE("a lost connection is taken up again within one fetch, and told") {
  CutOnce cut{{long_text(), "\"v1\""}, 50'000};
  const HttpServer server(std::ref(cut));
  Fetched place(server.url("/x"));
  place.options.download.tries = 2;
  place.run(small_set(cut.file.content));
  CHECK(place.text() == cut.file.content);
  CHECK(place.listener.notes.size() == 1);
  CHECK(server.requests().at(1).headers.contains("range"));
}

TEST_CASE("a file that has changed meanwhile is not spliced") {
  CutOnce cut{{long_text(), "\"v1\""}, 50'000};
  const HttpServer server(std::ref(cut));
  Fetched place(server.url("/x"));
  failure(place, unpublished_set());
  REQUIRE(place.text("x.part").size() == 50'000);
  cut.file = {std::string(cut.file.content.size(), 'n'), "\"v2\""};
  place.run(unpublished_set());
  CHECK(place.text() == cut.file.content);
}

TEST_CASE("an answer that is another part than the one asked for is not spliced") {
  const std::string content = long_text();
  std::atomic<int> answers = 0;
  const HttpServer server([&](const HttpRequest& request, const SendBytes& send) {
    const ServedFile file{content, "\"v1\"", true, answers == 0 ? 50'000 : std::string::npos};
    if (answers++ != 1) return file.answer(request, send);
    send(http_head("206 Partial Content", "Content-Range: bytes 7-8/108890\r\nContent-Length: 2\r\n") + content[7] +
         content[8]);
  });
  Fetched place(server.url("/x"));
  place.options.download.tries = 3;
  place.run(unpublished_set());
  CHECK(answers == 3);
  CHECK(place.text() == content);
}

TEST_CASE("a weak ETag is no promise of the same bytes") {
  CutOnce cut{{long_text(), "W/\"v1\""}, 50'000};
  const HttpServer server(std::ref(cut));
  Fetched place(server.url("/x"));
  failure(place, unpublished_set());
  place.run(unpublished_set());
  CHECK_FALSE(server.requests().at(1).headers.contains("range"));
  CHECK(place.text() == cut.file.content);
}

TEST_CASE("without a validator a part is gone on with only where a sum will tell, and fetched anew if it tells") {
  CutOnce cut{{long_text(), ""}, 50'000};
  const HttpServer server(std::ref(cut));
  const std::string changed(cut.file.content.size(), 'n');
  SECTION("no sum") {
    Fetched place(server.url("/x"));
    failure(place, unpublished_set());
    place.run(unpublished_set());
    CHECK_FALSE(server.requests().at(1).headers.contains("range"));
    CHECK(place.text() == cut.file.content);
  }
  SECTION("a sum") {
    Fetched place(server.url("/x"));
    failure(place, small_set(changed));
    cut.file.content = changed;
    place.run(small_set(changed));
    CHECK(server.requests().size() == 3);
    CHECK(server.requests().at(1).headers.contains("range"));
    CHECK_FALSE(server.requests().at(2).headers.contains("range"));
    CHECK(place.text() == changed);
  }
}

TEST_CASE("a server without ranges, or one whose file is shorter now, is asked for everything") {
  CutOnce cut{{long_text(), "\"v1\"", false}, 50'000};
  const HttpServer server(std::ref(cut));
  Fetched place(server.url("/x"));
  place.options.download.tries = 2;
  failure(place, unpublished_set());
  CHECK(place.text() == cut.file.content);
  CutOnce shorter{{long_text(), "\"v1\""}, 50'000};
  const HttpServer other(std::ref(shorter));
  Fetched second(other.url("/x"));
  failure(second, unpublished_set());
  shorter.file.content = "short\n";  // under the same validator: the server answers 416
  second.options.download.tries = 2;
  second.run(unpublished_set());
  CHECK(second.text() == "short\n");
}

TEST_CASE("a part of another address is not gone on with") {
  CutOnce cut{{long_text(), "\"v1\""}, 50'000};
  const HttpServer server(std::ref(cut));
  Fetched place(server.url("/x"));
  failure(place, small_set(cut.file.content));
  place.options.from = server.url("/mirror/x");
  place.run(small_set(cut.file.content));
  CHECK_FALSE(server.requests().at(1).headers.contains("range"));
}

TEST_CASE("a wish to stop ends the download, which goes on next time") {
  const std::string content = long_text();
  Fetched* watched = nullptr;
  const HttpServer server([&](const HttpRequest& request, const SendBytes& send) {
    if (request.headers.contains("range")) return ServedFile{content, "\"v1\""}.answer(request, send);
    send(http_head("200 OK", "ETag: \"v1\"\r\nContent-Length: " + std::to_string(content.size()) + "\r\n"));
    send(content.substr(0, 1000));
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    watched->listener.stop = true;
    while (send("")) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  });
  Fetched place(server.url("/x"));
  watched = &place;
  CHECK_THROWS_AS(place.run(small_set(content)), FetchStopped);
  CHECK(place.text("x.part") == content.substr(0, 1000));
  place.listener.stop = false;
  place.run(small_set(content));
  CHECK(place.text() == content);
}

}  // namespace
}  // namespace rowgrad
