#include "tools/explorer/server.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>

#include <thread>

#include "core/error.hpp"
#include "core/file_descriptor.hpp"
#include "tests/catch.hpp"
#include "tests/temporary_folder.hpp"
#include "tools/answers/answer.hpp"

namespace rowgrad {
namespace {

using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

// A server without runs, and what comes back for bytes sent to it.
struct Served {
  Served() : thread([this] { server.serve(); }) {}
  ~Served() {
    server.stop();
    thread.join();
  }

  int port() const { return std::stoi(server.address().substr(server.address().rfind(':') + 1)); }
  std::string host() const { return "127.0.0.1:" + std::to_string(port()); }

  std::string send(const std::string& bytes) const {
    const FileDescriptor connection(::socket(AF_INET, SOCK_STREAM, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port()));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    // No REQUIRE: several threads come here, and Catch's assertions are for one.
    if (::connect(connection.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) return {};
    ::send(connection.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    constexpr timeval patience{8, 0};  // a request without an end is given up by the server
    ::setsockopt(connection.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    std::string answer;
    char part[4096];
    for (ssize_t n = 0; (n = ::recv(connection.get(), part, sizeof part, 0)) > 0;)
      answer.append(part, static_cast<std::size_t>(n));
    return answer;
  }
  std::string get(const std::string& target, const std::string& headers = {}) const {
    return send("GET " + target + " HTTP/1.1\r\nHost: " + host() + "\r\n" + headers + "Connection: close\r\n\r\n");
  }

  Shelf shelf{{}};
  ExplorerServer server{shelf, "<p>the page</p>", "127.0.0.1", 0};
  std::thread thread;
};

TEST_CASE("the explorer serves its page and answers, and says of both that nobody may embed or keep them") {
  const Served served;
  const std::string page = served.get("/");
  CHECK_THAT(page, StartsWith("HTTP/1.1 200") && Contains("<p>the page</p>") && Contains("X-Frame-Options: DENY"));
  const std::string runs = served.get("/api/runs");
  CHECK_THAT(runs, StartsWith("HTTP/1.1 200") && Contains("application/json") && Contains("Cache-Control: no-store"));
  CHECK_THAT(runs, Contains(R"({"runs":[]})"));
}

TEST_CASE(
    "the page and answers come uncompressed, also for a browser that would take less: compressing takes seconds") {
  const Served served;
  for (const char* const target : {"/", "/api/runs"}) {
    const std::string answer = served.get(target, "Accept-Encoding: gzip, deflate, br\r\n");
    CHECK_THAT(answer, StartsWith("HTTP/1.1 200") && !Contains("Content-Encoding") && Contains("Content-Length"));
  }
}

TEST_CASE("a page of somebody else's cannot ask the explorer, by another name or from another origin") {
  const Served served;
  CHECK_THAT(served.send("GET /api/runs HTTP/1.1\r\nHost: evil.example\r\n\r\n"), StartsWith("HTTP/1.1 403"));
  CHECK_THAT(served.send("GET /api/runs HTTP/1.1\r\n\r\n"), StartsWith("HTTP/1.1 403"));
  CHECK_THAT(served.get("/api/runs", "Origin: http://evil.example\r\n"), StartsWith("HTTP/1.1 403"));
  CHECK_THAT(served.get("/api/runs", "Origin: null\r\n"), StartsWith("HTTP/1.1 403"));
  CHECK_THAT(served.get("/api/runs", "Origin: http://" + served.host() + "\r\n"), StartsWith("HTTP/1.1 200"));
}

TEST_CASE("a request that makes no sense gets one message and leaves the explorer serving") {
  const Served served;
  CHECK_THAT(served.get("/api/nonsense"), StartsWith("HTTP/1.1 400") && Contains("there is no such question"));
  CHECK_THAT(served.get("/api/training?run=x"), StartsWith("HTTP/1.1 400") && Contains("whole number"));
  CHECK_THAT(served.get("/api/curves?p=%ff"), StartsWith("HTTP/1.1 400") && Contains("UTF-8"));
  CHECK_THAT(served.get("/api/curves?p=.5&p=.6"), StartsWith("HTTP/1.1 400") && Contains("given twice"));
  CHECK_THAT(served.get("/nothing"), StartsWith("HTTP/1.1 404"));
  CHECK_THAT(served.send("POST / HTTP/1.1\r\nHost: " + served.host() + "\r\nContent-Length: 3\r\n\r\na=b"),
             StartsWith("HTTP/1.1 4"));
  for (const std::string bytes : {"\r\n\r\n", "GET\r\n\r\n", "\x16\x03\x01\x02", "GET / HTTP/9.9\r\n\r\n"})
    served.send(bytes);
  served.get("/" + std::string(100000, 'a'));
  served.get("/", "X: " + std::string(100000, 'a') + "\r\n");
  CHECK_THAT(served.get("/"), StartsWith("HTTP/1.1 200"));
}

TEST_CASE("no file can be reached through the explorer, whatever the path") {
  const TemporaryFolder folder;
  const std::string file = folder.write("secret", "the secret").string();
  const Served served;
  for (const std::string& target : {file, "/.." + file, "/../../../../../.." + file, "/%2e%2e/%2e%2e/%2e%2e" + file,
                                    "/api/" + file, "/api/training?run=" + file, "/api/training?run=0&file=" + file})
    CHECK_THAT(served.get(target), StartsWith("HTTP/1.1 4") && !Contains("the secret"));
}

TEST_CASE("many browsers at once all get their answers") {
  const Served served;
  std::vector<std::string> answers(16);
  std::vector<std::thread> browsers;
  for (std::string& answer : answers)
    browsers.emplace_back([&] { answer = served.get("/api/signal?scores=2,1&label=0"); });
  for (std::thread& browser : browsers) browser.join();
  for (const std::string& answer : answers) CHECK_THAT(answer, Contains("\"p_minus_q\""));
}

TEST_CASE("a stop that comes before the explorer serves is not forgotten") { const Served served; }

TEST_CASE("a port that another program listens on is refused, not shared") {
  const Served served;
  Shelf shelf({});
  CHECK_THROWS_WITH(ExplorerServer(shelf, "", "127.0.0.1", served.port()), Contains("cannot listen"));
  CHECK_THROWS_WITH(ExplorerServer(shelf, "", "no-such-host.invalid", 0), Contains("cannot listen"));
}

}  // namespace
}  // namespace rowgrad
