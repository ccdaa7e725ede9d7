#include "tools/explorer/server.hpp"

#include <fmt/format.h>
#include <httplib.h>

#include <chrono>
#include <memory>
#include <new>
#include <thread>

#include "core/error.hpp"
#include "tools/answers/answer.hpp"
#include "tools/explorer/own_names.hpp"
#include "tools/output.hpp"

namespace rowgrad {
namespace {

constexpr int bad_request = 400, forbidden = 403, not_found = 404, not_allowed = 405, failed = 500;

// As it is. The library would compress the content that it is handed whole for every browser, with the slowest brotli:
// two seconds for the page, most of a minute for a long answer, to save bytes that do not leave this machine.
void send_uncompressed(httplib::Response& response, std::shared_ptr<const std::string> content, const char* type) {
  const std::size_t size = content->size();
  response.set_content_provider(
      size, type, [content = std::move(content)](std::size_t offset, std::size_t length, httplib::DataSink& sink) {
        return sink.write(content->data() + offset, length);
      });
}

void send_problem(httplib::Response& response, int status, const std::string& message) {
  response.status = status;
  const char* const kind = status < failed ? "input" : "run";
  const Json problem{{"error", {{"message", message}, {"kind", kind}}}};
  response.set_content(to_text(problem, -1), "application/json");
}

void send_answer(Shelf& shelf, const httplib::Request& request, httplib::Response& response) {
  Question question{request.matches[1]};
  for (const auto& [name, value] : request.params) {
    if (!question.arguments.emplace(name, value).second)
      return send_problem(response, bad_request, name + ": is given twice");
  }
  try {
    send_uncompressed(response, std::make_shared<const std::string>(to_text(ask(shelf, question), -1)),
                      "application/json");
  } catch (const Error& e) {
    send_problem(response, e.exit_code() == static_cast<int>(Blame::input) ? bad_request : failed, e.what());
  } catch (const std::bad_alloc&) {
    send_problem(response, failed, "out of memory: ask for less");
  } catch (const std::exception& e) {
    send_problem(response, failed, e.what());
  }
}

// The library sets SO_REUSEPORT by default, with which two programs would share the port.
void without_sharing(socket_t socket) {
  const int yes = 1;
  ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
}

}  // namespace

class ExplorerServer::Http {
 public:
  Http(Shelf& shelf, std::string page, const std::string& host, int port)
      : page_(std::make_shared<const std::string>(std::move(page))) {
    server_.set_socket_options(without_sharing);
    port_ = port == 0 ? server_.bind_to_any_port(host) : port;
    if (port == 0 ? port_ < 0 : !server_.bind_to_port(host, port))
      throw input_error("explore", fmt::format("cannot listen on {}, port {}", host, port),
                        "choose another --port, 0 for any that is free, or another --host");
    names_ = OwnNames(host, port_);
    configure();
    guard();
    server_.Get(
        "/", [this](const auto&, auto& response) { send_uncompressed(response, page_, "text/html; charset=utf-8"); });
    server_.Get(R"(/api/([a-z_]{1,40}))",
                [&shelf](const auto& request, auto& response) { send_answer(shelf, request, response); });
  }

  int port() const { return port_; }
  void serve() { server_.listen_after_bind(); }
  // The library forgets a stop that comes before it has begun to serve.
  void stop() {
    while (!server_.is_running()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    server_.stop();
  }

 private:
  void configure() {
    constexpr std::size_t connections = 32;  // at a time; a browser keeps six open
    server_.new_task_queue = [] { return new httplib::ThreadPool(connections); };  // owned by the library
    server_.set_keep_alive_timeout(2);
    server_.set_read_timeout(2);
    server_.set_payload_max_length(0);
    server_.set_tcp_nodelay(true);
    server_.set_default_headers({{"Cache-Control", "no-store"},
                                 {"X-Content-Type-Options", "nosniff"},
                                 {"X-Frame-Options", "DENY"},
                                 {"Referrer-Policy", "no-referrer"},
                                 {"Cross-Origin-Resource-Policy", "same-origin"},
                                 {"Cross-Origin-Opener-Policy", "same-origin"}});
    server_.set_error_handler([](const auto&, auto& response) {
      if (!response.body.empty()) return;
      const int status = response.status;
      send_problem(response, status, status == not_found ? "there is no such page" : "the request makes no sense");
    });
  }

  void guard() {
    server_.set_pre_routing_handler([this](const httplib::Request& request, httplib::Response& response) {
      if (!names_.is_own_host(request.get_header_value("Host")))
        send_problem(response, forbidden, "Host: expected the address this server was started with");
      else if (request.has_header("Origin") && !names_.is_own_origin(request.get_header_value("Origin")))
        send_problem(response, forbidden, "Origin: another page may not ask");
      else if (request.method != "GET" && request.method != "HEAD")
        send_problem(response, not_allowed, "expected GET: nothing here can be changed");
      else
        return httplib::Server::HandlerResponse::Unhandled;
      return httplib::Server::HandlerResponse::Handled;
    });
  }

  httplib::Server server_;
  int port_ = 0;
  OwnNames names_;
  std::shared_ptr<const std::string> page_;
};

ExplorerServer::ExplorerServer(Shelf& shelf, std::string page, const std::string& host, int port)
    : http_(std::make_unique<Http>(shelf, std::move(page), host, port)),
      address_(
          fmt::format("http://{}:{}/", host.find(':') == std::string::npos ? host : "[" + host + "]", http_->port())) {}
ExplorerServer::~ExplorerServer() = default;

void ExplorerServer::serve() { http_->serve(); }
void ExplorerServer::stop() { http_->stop(); }

}  // namespace rowgrad
