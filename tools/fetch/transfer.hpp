// Transfer: one HTTP request by libcurl, whose answer goes into a PartialFile.
#pragma once

#include <curl/curl.h>

#include <chrono>
#include <exception>
#include <memory>
#include <string>
#include <string_view>

#include "tools/fetch/fetch_observer.hpp"
#include "tools/fetch/partial_file.hpp"

namespace rowgrad {

struct TransferOptions {
  std::uint64_t bytes = 0;  // that must come; 0: not known
  std::chrono::seconds connecting{30};
  std::chrono::seconds silence{60};  // a connection without a byte for so long is dead
};

class Transfer {
 public:
  enum class Result {
    complete,
    lost,     // the connection, or the server was busy: to be tried again from where it was
    refused,  // not to be tried again; reason() says why
  };

  /// With `resume` it asks for what is missing of the part, on condition that nothing has changed there; a server that
  /// does not do that sends everything, which takes the part's place. Only https, unless the URL itself is http. Reads
  /// the proxy from https_proxy, http_proxy, all_proxy and no_proxy, as libcurl does.
  Transfer(std::string url, bool resume, PartialFile& part, const TransferOptions& options, FetchObserver& observer);

  /// Throws FetchStopped, and what PartialFile throws. May be called once.
  Result run();
  const std::string& reason() const { return reason_; }
  /// HTTP's, of the last answer; 0: there was none.
  long status() const { return head_.status; }

 private:
  struct Head {
    long status = 0;
    std::string etag, last_modified, content_range;
  };
  void set_options();
  void take_header(std::string_view line);
  bool take_body(std::string_view bytes);
  bool begin();
  bool begin_whole();
  bool begin_rest();
  Result judge(CURLcode code);
  std::uint64_t length() const;

  static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* self);
  static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self);
  static int on_progress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t);

  std::string url_;
  std::uint64_t from_;  // the first byte asked for
  PartialFile* part_;
  TransferOptions options_;
  FetchObserver* observer_;
  std::unique_ptr<CURL, void (*)(CURL*)> curl_;
  std::unique_ptr<curl_slist, void (*)(curl_slist*)> headers_;
  char curls_reason_[CURL_ERROR_SIZE] = {};
  Head head_;
  bool begun_ = false;
  bool restart_ = false;  // the part is of no use
  std::string reason_;
  std::exception_ptr failure_;  // what a callback threw, which libcurl could not pass on
};

}  // namespace rowgrad
