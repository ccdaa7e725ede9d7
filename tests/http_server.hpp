// HttpServer: a server on this machine for one test, which answers as the test likes, well or badly.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace rowgrad {

struct HttpRequest {
  std::string target;                          // "/names.txt"; to a proxy "http://host/names.txt"
  std::map<std::string, std::string> headers;  // names in lower case
};

/// Sends bytes as they are; returns false once the client has gone.
using SendBytes = std::function<bool(std::string_view)>;

class HttpServer {
 public:
  /// `answer` sends status line, headers and body, on a thread of its own for each request; returning closes the
  /// connection.
  explicit HttpServer(std::function<void(const HttpRequest&, const SendBytes&)> answer);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  std::string url(const std::string& target) const;
  /// So far.
  std::vector<HttpRequest> requests() const;

 private:
  void accept_all();
  void serve(int connection);

  std::function<void(const HttpRequest&, const SendBytes&)> answer_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<bool> ending_ = false;
  mutable std::mutex mutex_;
  std::vector<HttpRequest> requests_;
  std::vector<std::thread> workers_;
  std::thread acceptor_;
};

/// The status line and headers of an answer: `more` as "Name: value\r\n"…
std::string http_head(const std::string& status, const std::string& more = {});

/// A server's answer for a file: a range if one is asked for and If-Range allows it, else all.
struct ServedFile {
  std::string content, etag;
  bool ranges = true;
  std::size_t cut_after = std::string::npos;  // bytes of the body, then the connection ends
  void answer(const HttpRequest& request, const SendBytes& send) const;
};

}  // namespace rowgrad
