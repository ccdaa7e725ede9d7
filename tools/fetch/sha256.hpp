// SHA-256 (FIPS 180-4), by OpenSSL.
#pragma once

#include <openssl/evp.h>

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "tools/fetch/fetch_observer.hpp"

namespace rowgrad {

class Sha256 {
 public:
  Sha256();
  void add(std::string_view bytes);
  /// 64 hexadecimal digits in lower case. Nothing may be added afterwards.
  std::string finish();

 private:
  std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context_;
};

/// Of a file, told as `doing`. Throws an input Error if it cannot be read, FetchStopped if the observer wishes so.
std::string sha256_of(const std::filesystem::path& file, FetchObserver& observer, const std::string& doing);

}  // namespace rowgrad
