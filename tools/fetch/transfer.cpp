#include "tools/fetch/transfer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <new>

#include "core/ascii.hpp"
#include "core/error.hpp"

namespace rowgrad {
namespace {

constexpr long most_redirects = 5;
constexpr std::uint64_t most_unsaid = 1'000'000'000;  // bytes, of a file whose size is not published

void start_curl() {
  static const CURLcode once = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (once != CURLE_OK) throw run_error("libcurl", curl_easy_strerror(once));
}

// "bytes 100-199/200" → 100 and 200; 0 where there is none.
std::pair<std::uint64_t, std::uint64_t> read_content_range(std::string_view text) {
  const auto number = [&](std::string_view after) {
    const std::size_t at = text.find(after);
    std::uint64_t value = 0;
    if (at != std::string_view::npos)
      std::from_chars(text.data() + at + after.size(), text.data() + text.size(), value);
    return value;
  };
  return {number("bytes "), number("/")};
}

bool is_transient(long status) { return status == 408 || status == 429 || status >= 500; }

bool is_lost(CURLcode code) {
  constexpr std::array lost{CURLE_PARTIAL_FILE, CURLE_RECV_ERROR,   CURLE_SEND_ERROR,        CURLE_GOT_NOTHING,
                            CURLE_HTTP2,        CURLE_HTTP2_STREAM, CURLE_OPERATION_TIMEDOUT};
  return std::find(lost.begin(), lost.end(), code) != lost.end();
}

}  // namespace

Transfer::Transfer(std::string url, bool resume, PartialFile& part, const TransferOptions& options,
                   FetchObserver& observer)
    : url_(std::move(url)),
      from_(resume ? part.size() : 0),
      part_(&part),
      options_(options),
      observer_(&observer),
      curl_((start_curl(), curl_easy_init()), curl_easy_cleanup),
      headers_(nullptr, curl_slist_free_all) {
  if (curl_ == nullptr) throw std::bad_alloc();
  set_options();
}

void Transfer::set_options() {
  const auto set = [this](CURLoption option, auto value) { curl_easy_setopt(curl_.get(), option, value); };
  const char* const protocols = url_.starts_with("http://") ? "http,https" : "https";
  set(CURLOPT_URL, url_.c_str());
  set(CURLOPT_PROTOCOLS_STR, protocols);
  set(CURLOPT_REDIR_PROTOCOLS_STR, protocols);
  set(CURLOPT_FOLLOWLOCATION, 1L);
  set(CURLOPT_MAXREDIRS, most_redirects);
  set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);  // a proxy's
  set(CURLOPT_CONNECTTIMEOUT, static_cast<long>(options_.connecting.count()));
  set(CURLOPT_LOW_SPEED_LIMIT, 1L);
  set(CURLOPT_LOW_SPEED_TIME, static_cast<long>(options_.silence.count()));
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_USERAGENT, "rowgrad");
  set(CURLOPT_ERRORBUFFER, &curls_reason_[0]);
  set(CURLOPT_HEADERFUNCTION, &Transfer::on_header);
  set(CURLOPT_HEADERDATA, this);
  set(CURLOPT_WRITEFUNCTION, &Transfer::on_body);
  set(CURLOPT_WRITEDATA, this);
  set(CURLOPT_NOPROGRESS, 0L);
  set(CURLOPT_XFERINFOFUNCTION, &Transfer::on_progress);
  set(CURLOPT_XFERINFODATA, this);
  if (from_ == 0) return;
  // Not CURLOPT_RESUME_FROM, which fails where the server sends everything.
  set(CURLOPT_RANGE, fmt::format("{}-", from_).c_str());
  if (part_->origin().validator.empty()) return;
  headers_.reset(curl_slist_append(nullptr, ("If-Range: " + part_->origin().validator).c_str()));
  set(CURLOPT_HTTPHEADER, headers_.get());
}

Transfer::Result Transfer::run() {
  const CURLcode code = curl_easy_perform(curl_.get());
  if (failure_ != nullptr) std::rethrow_exception(failure_);
  return judge(code);
}

Transfer::Result Transfer::judge(CURLcode code) {
  constexpr long whole = 200, no_such_range = 416;
  if (code == CURLE_OK && !begun_ && head_.status == whole) begin();  // a file without a byte
  if (restart_ || (from_ > 0 && head_.status == no_such_range)) {
    part_->start({url_, "", 0});
    reason_ = "the server has another file now";
    return Result::lost;
  }
  if (!reason_.empty()) return Result::refused;
  const bool heard_out = code == CURLE_OK || code == CURLE_WRITE_ERROR;  // the latter: take_body wanted no more
  if (heard_out && begun_) return Result::complete;
  if (heard_out) {
    reason_ = fmt::format("the server answered {}", head_.status);
    return is_transient(head_.status) ? Result::lost : Result::refused;
  }
  reason_ = curls_reason_[0] != '\0' ? &curls_reason_[0] : curl_easy_strerror(code);
  return is_lost(code) ? Result::lost : Result::refused;
}

// Each answer of a chain of redirects begins with its status.
void Transfer::take_header(std::string_view line) {
  if (line.starts_with("HTTP/")) {
    head_ = {};
    curl_easy_getinfo(curl_.get(), CURLINFO_RESPONSE_CODE, &head_.status);
    return;
  }
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return;
  const std::string name = lower_case(line.substr(0, colon));
  const std::string_view value = trimmed(line.substr(colon + 1));
  if (name == "etag") head_.etag = value;
  if (name == "last-modified") head_.last_modified = value;
  if (name == "content-range") head_.content_range = value;
}

// Of what comes; 0 if the server does not say.
std::uint64_t Transfer::length() const {
  curl_off_t length = -1;
  curl_easy_getinfo(curl_.get(), CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
  return length > 0 ? static_cast<std::uint64_t>(length) : 0;
}

// Whether the body is wanted.
bool Transfer::begin() {
  constexpr long whole = 200, rest = 206;
  if (head_.status == whole) begun_ = begin_whole();
  if (head_.status == rest && from_ > 0) begun_ = begin_rest();
  return begun_;
}

bool Transfer::begin_whole() {
  const std::uint64_t total = length();
  if (options_.bytes != 0 && total != 0 && total != options_.bytes) {
    reason_ = fmt::format("expected {} bytes, the server has {}", options_.bytes, total);
    return false;
  }
  // A weak ETag (W/"…") is no promise of the same bytes.
  const bool strong = head_.etag.starts_with('"');
  part_->start({url_, strong ? head_.etag : head_.last_modified, total != 0 ? total : options_.bytes});
  return true;
}

bool Transfer::begin_rest() {
  const auto [first, total] = read_content_range(head_.content_range);
  const std::uint64_t expected = part_->origin().bytes;
  restart_ = first != from_ || (expected != 0 && total != 0 && total != expected);
  return !restart_;
}

bool Transfer::take_body(std::string_view bytes) {
  if (!begun_ && !begin()) return false;
  const std::uint64_t most = options_.bytes != 0 ? options_.bytes : most_unsaid;
  if (part_->size() + bytes.size() > most) {
    restart_ = from_ > 0;
    reason_ = fmt::format("expected {}{} bytes, the server sends more", options_.bytes != 0 ? "" : "at most ", most);
    return false;
  }
  part_->append(bytes);
  return true;
}

std::size_t Transfer::on_header(char* data, std::size_t size, std::size_t count, void* self) {
  static_cast<Transfer*>(self)->take_header({data, size * count});
  return size * count;
}

std::size_t Transfer::on_body(char* data, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  try {
    return transfer.take_body({data, size * count}) ? size * count : 0;
  } catch (...) {
    transfer.failure_ = std::current_exception();
    return 0;
  }
}

int Transfer::on_progress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  auto& transfer = *static_cast<Transfer*>(self);
  try {
    if (transfer.begun_)
      advance(*transfer.observer_, {"downloading", transfer.part_->size(), transfer.part_->origin().bytes});
    else if (transfer.observer_->wants_to_stop())
      throw FetchStopped();
    return 0;
  } catch (...) {
    transfer.failure_ = std::current_exception();
    return 1;
  }
}

}  // namespace rowgrad
