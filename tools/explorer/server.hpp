// ExplorerServer: the page and its answers over HTTP: GET / is the page, GET /api/NAME?argument=value an answer.
//
// It is for the person at this machine. A page of somebody else's, open in the same browser, must not be able to ask:
// requests are served only if Host names this server, which a foreign name that was pointed at this machine does not,
// and if Origin, where there is one, is the server's own. Nothing can be changed and nothing is reachable but the runs
// on the shelf.
#pragma once

#include <memory>
#include <string>

#include "tools/answers/shelf.hpp"

namespace rowgrad {

class ExplorerServer {
 public:
  /// Throws an input Error if it cannot listen there. Port 0: any that is free. The shelf must outlive the server.
  ExplorerServer(Shelf& shelf, std::string page, const std::string& host, int port);
  ~ExplorerServer();

  /// "http://127.0.0.1:8080/".
  const std::string& address() const { return address_; }
  /// Serves until stop().
  void serve();
  /// From any other thread, once; waits for serve() to begin.
  void stop();

 private:
  class Http;  // keeps the library's header out of this one
  std::unique_ptr<Http> http_;
  std::string address_;
};

}  // namespace rowgrad
