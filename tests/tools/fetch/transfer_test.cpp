#include "tools/fetch/transfer.hpp"

#include "tests/tools/fetch/fetched.hpp"

namespace rowgrad {
namespace {

using Catch::Matchers::Contains;

TEST_CASE("redirects are followed, but not for ever and not to another protocol") {
  const ServedFile file{"ann\n", ""};
  std::string target = "/x";
  const HttpServer server([&](const HttpRequest& request, const SendBytes& send) {
    if (request.target == "/x") return file.answer(request, send);
    send(http_head("302 Found", "Content-Length: 4\r\nLocation: " + target + "\r\n") + "away");
  });
  Fetched place(server.url("/moved"));
  place.run(small_set(file.content));
  CHECK(place.text() == "ann\n");
  target = "/moved";
  Fetched round(server.url("/moved"));
  CHECK_THAT(failure(round, small_set(file.content)).second, Contains("redirects"));
  target = "file:///etc/passwd";
  Fetched local(server.url("/moved"));
  const auto [code, message] = failure(local, small_set(file.content));
  CHECK(code == 1);
  CHECK_FALSE(local.has("x.part"));
}

TEST_CASE("what the server does not have is said with its number, and a busy server is asked again") {
  const ServedFile file{"ann\n", ""};
  std::atomic<int> answers = 0;
  std::string status = "404 Not Found";
  const HttpServer server([&](const HttpRequest& request, const SendBytes& send) {
    if (answers++ > 0) return file.answer(request, send);
    send(http_head(status, "Content-Length: 5\r\n") + "sorry");
  });
  Fetched place(server.url("/x"));
  place.options.download.tries = 3;
  const auto [code, message] = failure(place, small_set(file.content));
  CHECK(code == 2);
  CHECK_THAT(message, Contains(server.url("/x") + ": could not be fetched: the server answered 404"));
  CHECK(answers == 1);
  CHECK(std::filesystem::is_empty(place.folder.path()));
  answers = 0;
  status = "503 Service Unavailable";
  place.run(small_set(file.content));
  CHECK(answers == 2);
}

TEST_CASE("a server that fails again and again is to blame, not the address") {
  const HttpServer server([&](const HttpRequest&, const SendBytes& send) {
    send(http_head("500 Internal Server Error", "Content-Length: 0\r\n"));
  });
  Fetched place(server.url("/x"));
  place.options.download.tries = 2;
  const auto [code, message] = failure(place, small_set("ann\n"));
  CHECK(code == 1);
  CHECK_THAT(message, Contains("the server answered 500; try again later"));
}

TEST_CASE("a connection that has died is given up") {
  const HttpServer server([&](const HttpRequest&, const SendBytes& send) {
    send(http_head("200 OK", "Content-Length: 4\r\n") + "a");
    while (send("")) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  });
  Fetched place(server.url("/x"));
  place.options.download.transfer.silence = std::chrono::seconds(1);
  CHECK_THAT(failure(place, small_set("ann\n")).second, Contains("too slow"));
  CHECK(place.text("x.part") == "a");
}

TEST_CASE("a server that sends more than there is to come is not listened to") {
  const HttpServer server([&](const HttpRequest&, const SendBytes& send) {
    if (!send(http_head("200 OK"))) return;
    for (int i = 0; i < 10'000 && send(std::string(1000, 'x')); ++i) {
    }
  });
  Fetched place(server.url("/x"));
  CHECK_THAT(failure(place, small_set("ann\n")).second, Contains("expected 4 bytes, the server sends more"));
}

TEST_CASE("without a network the message has the URL, the reason and --from") {
  std::string closed;
  {
    const HttpServer server([](const HttpRequest&, const SendBytes&) {});
    closed = server.url("/x");
  }
  Fetched place(closed);
  const auto [code, message] = failure(place, small_set("ann\n"));
  CHECK(code == 1);
  CHECK_THAT(message, Contains(closed + ": could not be fetched: ") && Contains("onnect") && Contains("https_proxy") &&
                          Contains("--from FILE-OR-URL"));
}

TEST_CASE("a proxy that the environment names is asked") {
  const ServedFile file{"ann\n", ""};
  const HttpServer proxy([&](const HttpRequest& request, const SendBytes& send) { file.answer(request, send); });
  Fetched place("http://example.invalid/x");
  ::setenv("http_proxy", proxy.url("").c_str(), /*overwrite=*/1);
  place.run(small_set(file.content));
  ::unsetenv("http_proxy");
  CHECK(place.text() == "ann\n");
  CHECK(proxy.requests().at(0).target == "http://example.invalid/x");
}

}  // namespace
}  // namespace rowgrad
