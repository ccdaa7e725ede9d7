#include "tools/explorer/own_names.hpp"

#include "tests/catch.hpp"

namespace rowgrad {
namespace {

TEST_CASE("a server on loopback is asked under this machine's own names and its port, and under no other") {
  const OwnNames names("127.0.0.1", 8080);
  for (const char* const own : {"127.0.0.1:8080", "localhost:8080", "LocalHost:8080", "[::1]:8080"})
    CHECK(names.is_own_host(own));
  for (const char* const foreign : {"", "127.0.0.1", "127.0.0.1:80", "evil.example:8080", "127.0.0.1.evil.example:8080",
                                    "localhost:8080.evil.example", "192.168.1.2:8080", "localhost:18080"})
    CHECK_FALSE(names.is_own_host(foreign));
}

TEST_CASE("an origin is the server's own page, over http") {
  const OwnNames names("127.0.0.1", 8080);
  CHECK(names.is_own_origin("http://127.0.0.1:8080"));
  for (const char* const foreign :
       {"null", "https://127.0.0.1:8080", "http://evil.example", "file://", "http://127.0.0.1:8081"})
    CHECK_FALSE(names.is_own_origin(foreign));
}

TEST_CASE("a server on all addresses is asked by address, and by no name that its owner could point here") {
  const OwnNames names("0.0.0.0", 8080);
  CHECK(names.is_own_host("192.168.1.2:8080"));
  CHECK(names.is_own_host("[fe80::1]:8080"));
  CHECK_FALSE(names.is_own_host("evil.example:8080"));
  CHECK_FALSE(names.is_own_host(":8080"));
}

TEST_CASE("a browser leaves port 80 out") { CHECK(OwnNames("127.0.0.1", 80).is_own_host("127.0.0.1")); }

}  // namespace
}  // namespace rowgrad
