// ./run without building anything: what it answers to help and to what it does not know.
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <string>

#include "tests/catch.hpp"

namespace rowgrad {
namespace {

struct Outcome {
  int code;
  std::string text;  // stdout and stderr
};

Outcome run(const std::string& arguments) {
  std::FILE* pipe = ::popen((ROWGRAD_SOURCE_DIR "/run " + arguments + " 2>&1").c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::string text;
  std::array<char, 4096> buffer;
  while (const std::size_t n = std::fread(buffer.data(), 1, buffer.size(), pipe)) text.append(buffer.data(), n);
  const int status = ::pclose(pipe);
  return {WEXITSTATUS(status), text};
}

}  // namespace

TEST_CASE("./run help names every command it has") {
  const Outcome help = run("help");
  CHECK(help.code == 0);
  for (const char* command : {"train", "rowgrad", "test", "build", "bench", "lint", "docs"}) {
    CHECK(help.text.find(std::string("\n  ") + command + " ") != std::string::npos);
  }
}

TEST_CASE("./run refuses what it does not know with exit code 2") {
  CHECK(run("tset").code == 2);
  const Outcome bench = run("bench no_such_benchmark");
  CHECK(bench.code == 2);
  CHECK(bench.text.find("steps") != std::string::npos);  // it lists those there are
}

}  // namespace rowgrad
