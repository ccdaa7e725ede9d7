#include "tests/http_server.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <sstream>
#include <stdexcept>

#include "core/ascii.hpp"

namespace rowgrad {
namespace {

HttpRequest parse_request(const std::string& text) {
  std::istringstream lines(text);
  HttpRequest request;
  std::string line, method;
  std::getline(lines, line);
  std::istringstream(line) >> method >> request.target;
  while (std::getline(lines, line) && line != "\r") {
    const std::size_t colon = line.find(':');
    if (colon != std::string::npos)
      request.headers[lower_case(line.substr(0, colon))] = std::string(trimmed(line.substr(colon + 1)));
  }
  return request;
}

}  // namespace

HttpServer::HttpServer(std::function<void(const HttpRequest&, const SendBytes&)> answer) : answer_(std::move(answer)) {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(listener_, 8) != 0 ||
      ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0)
    throw std::runtime_error("cannot listen on 127.0.0.1");
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { accept_all(); });
}

HttpServer::~HttpServer() {
  ending_ = true;
  ::shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  for (std::thread& worker : workers_) worker.join();
  ::close(listener_);
}

std::string HttpServer::url(const std::string& target) const {
  return fmt::format("http://127.0.0.1:{}{}", port_, target);
}

std::vector<HttpRequest> HttpServer::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

void HttpServer::accept_all() {
  while (!ending_) {
    const int connection = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection >= 0) workers_.emplace_back([this, connection] { serve(connection); });
  }
}

void HttpServer::serve(int connection) {
  std::string text;
  char piece[4096];
  while (text.find("\r\n\r\n") == std::string::npos) {
    const ssize_t got = ::recv(connection, piece, sizeof(piece), 0);
    if (got <= 0) break;
    text.append(piece, static_cast<std::size_t>(got));
  }
  const HttpRequest request = parse_request(text);
  {
    const std::lock_guard lock(mutex_);
    requests_.push_back(request);
  }
  answer_(request, [&](std::string_view bytes) {
    while (!bytes.empty() && !ending_) {
      const ssize_t sent = ::send(connection, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return !ending_.load();
  });
  ::close(connection);
}

std::string http_head(const std::string& status, const std::string& more) {
  return "HTTP/1.1 " + status + "\r\nConnection: close\r\n" + more + "\r\n";
}

void ServedFile::answer(const HttpRequest& request, const SendBytes& send) const {
  const auto range = request.headers.find("range"), condition = request.headers.find("if-range");
  const bool same = condition == request.headers.end() || condition->second == etag;
  std::string_view body = content;
  std::string more = etag.empty() ? "" : "ETag: " + etag + "\r\n", status = "200 OK";
  if (ranges && same && range != request.headers.end()) {
    const std::size_t from = std::stoul(range->second.substr(range->second.find('=') + 1));
    if (from >= content.size()) {
      send(http_head("416 Range Not Satisfiable", "Content-Length: 0\r\n"));
      return;
    }
    body.remove_prefix(from);
    status = "206 Partial Content";
    more += fmt::format("Content-Range: bytes {}-{}/{}\r\n", from, content.size() - 1, content.size());
  }
  more += fmt::format("Content-Length: {}\r\n", body.size());
  if (send(http_head(status, more))) send(body.substr(0, cut_after));
}

}  // namespace rowgrad
