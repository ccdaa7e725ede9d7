#include "tools/fetch/copy_source.hpp"

#include <curl/curl.h>

#include <memory>

#include "core/error.hpp"

namespace rowgrad {
namespace {

// "%20" and the like, and a host as in file://localhost/…, are as RFC 8089 has them.
std::filesystem::path path_of_url(const std::string& from) {
  const std::unique_ptr<CURLU, void (*)(CURLU*)> url(curl_url(), curl_url_cleanup);
  char* path = nullptr;
  if (curl_url_set(url.get(), CURLUPART_URL, from.c_str(), 0) != CURLUE_OK ||
      curl_url_get(url.get(), CURLUPART_PATH, &path, CURLU_URLDECODE) != CURLUE_OK)
    throw input_error(from, "expected a URL such as file:///home/me/text8.zip", "name the file by its path");
  const std::unique_ptr<char, void (*)(void*)> owned(path, curl_free);
  return path;
}

}  // namespace

std::optional<std::filesystem::path> copy_source(const std::string& from) {
  if (from.empty() || from.starts_with("https://") || from.starts_with("http://")) return {};
  const bool is_url = from.starts_with("file://");
  if (!is_url && from.find("://") != std::string::npos)
    throw input_error(from, "expected a file, or a URL with https, http or file",
                      "download it first, and name the file");
  std::filesystem::path path = is_url ? path_of_url(from) : std::filesystem::path(from);
  std::error_code problem;
  const auto status = std::filesystem::status(path, problem);
  if (!std::filesystem::exists(status))
    throw input_error(path.string(), "expected a file, found none", "check the name given by --from");
  if (!std::filesystem::is_regular_file(status))
    throw input_error(path.string(), "expected a file, found a folder or device", "name a file by --from");
  return path;
}

}  // namespace rowgrad
