#include "tools/fetch/copy_source.hpp"

#include <curl/curl.h>

#include <memory>

#include "core/error.hpp"

namespace rowgrad {
namespace {

using Url = std::unique_ptr<CURLU, void (*)(CURLU*)>;

Url parse_url(const std::string& from) {
  Url url(curl_url(), curl_url_cleanup);
  const CURLUcode code = curl_url_set(url.get(), CURLUPART_URL, from.c_str(), 0);
  if (code == CURLUE_OK) return url;
  throw input_error(from, std::string("expected a URL, found none: ") + curl_url_strerror(code),
                    "check the address given by --from");
}

// "%20" and the like, and a host as in file://localhost/…, are as RFC 8089 has them.
std::filesystem::path path_of(const Url& url) {
  char* path = nullptr;
  if (curl_url_get(url.get(), CURLUPART_PATH, &path, CURLU_URLDECODE) != CURLUE_OK) return {};
  const std::unique_ptr<char, void (*)(void*)> owned(path, curl_free);
  return path;
}

}  // namespace

std::optional<std::filesystem::path> copy_source(const std::string& from) {
  if (from.empty()) return {};
  if (from.starts_with("https://") || from.starts_with("http://")) {
    parse_url(from);
    return {};
  }
  const bool is_url = from.starts_with("file://");
  if (!is_url && from.find("://") != std::string::npos)
    throw input_error(from, "expected a file, or a URL with https, http or file",
                      "download it first, and name the file");
  std::filesystem::path path = is_url ? path_of(parse_url(from)) : std::filesystem::path(from);
  std::error_code problem;
  const auto status = std::filesystem::status(path, problem);
  if (!std::filesystem::exists(status))
    throw input_error(path.string(), "expected a file, found none", "check the name given by --from");
  if (!std::filesystem::is_regular_file(status))
    throw input_error(path.string(), "expected a file, found a folder or device", "name a file by --from");
  return path;
}

}  // namespace rowgrad
