// ./run without building anything: what it answers to help and to what it does not know, and, with a CMake that only
// pretends, when it builds.
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <string>

#include "tests/catch.hpp"
#include "tests/temporary_folder.hpp"

namespace rowgrad {
namespace {

struct Outcome {
  int code;
  std::string text;  // stdout and stderr
};

Outcome shell(const std::string& command) {
  std::FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::string text;
  std::array<char, 4096> buffer;
  while (const std::size_t n = std::fread(buffer.data(), 1, buffer.size(), pipe)) text.append(buffer.data(), n);
  const int status = ::pclose(pipe);
  return {WEXITSTATUS(status), text};
}

Outcome run(const std::string& arguments) { return shell(ROWGRAD_SOURCE_DIR "/run " + arguments); }

// A copy of ./run among sources of its own. CMake and dpkg-query are scripts that note each call; what they "build" is
// a program that tells how it was called.
class PretendedProject {
 public:
  PretendedProject() {
    for (const char* name : {"framework/core", "models", "tools", "cmake", "bin"})
      std::filesystem::create_directories(folder_ / name);
    for (const char* name : {"CMakeLists.txt", "CMakePresets.json", "framework/core/a.cpp", "tools/b.cpp"})
      folder_.write(name, "");
    std::filesystem::copy(ROWGRAD_SOURCE_DIR "/run", folder_ / "run");
    script("cmake", R"(echo "$@" >>calls
mkdir -p build/release/bin
if [[ $1 == --preset ]]; then touch build/release/{build.ninja,CMakeCache.txt}; fi
if [[ $1 == --build ]]; then
  if [[ -e broken ]]; then exit 1; fi
  printf '#!/bin/bash\necho "$ROWGRAD_CALLED $*"\n' >build/release/bin/train
  chmod +x build/release/bin/train
fi)");
    script("dpkg-query", "echo -n installed");
    script("ctest", "echo \"${ROWGRAD_PAGES-}: $*\"");
  }

  /// The outcome of `./run train --version`, and how often CMake was asked to build for it.
  std::pair<Outcome, int> train() {
    folder_.write("calls", "");
    Outcome outcome = run("train --version");
    std::ifstream calls(folder_ / "calls");
    int builds = 0;
    for (std::string line; std::getline(calls, line);) builds += line.starts_with("--build") ? 1 : 0;
    return {outcome, builds};
  }
  int builds() { return train().second; }
  Outcome run(const std::string& arguments) const {
    return shell("cd " + folder_.path().string() + " && PATH=$PWD/bin:$PATH ./run " + arguments);
  }
  const TemporaryFolder& folder() const { return folder_; }

 private:
  void script(const std::string& name, const std::string& text) {
    const auto file = folder_.write("bin/" + name, "#!/bin/bash\n" + text + "\n");
    std::filesystem::permissions(file, std::filesystem::perms::owner_all);
  }

  TemporaryFolder folder_;
};

}  // namespace

TEST_CASE("./run help names every command it has") {
  const Outcome help = run("help");
  CHECK(help.code == 0);
  for (const char* command : {"train", "rowgrad", "test", "build", "bench", "lint", "docs", "fuzz"}) {
    CHECK(help.text.find(std::string("\n  ") + command + " ") != std::string::npos);
  }
}

TEST_CASE("./run refuses what it does not know with exit code 2") {
  CHECK(run("tset").code == 2);
  const Outcome bench = run("bench no_such_benchmark");
  CHECK(bench.code == 2);
  CHECK(bench.text.find("steps") != std::string::npos);  // it lists those there are
}

TEST_CASE("./run builds when a source has changed, come or gone, and only then") {
  PretendedProject project;
  const TemporaryFolder& folder = project.folder();
  const auto [first, builds] = project.train();
  INFO(first.text);
  CHECK(first.code == 0);
  CHECK(builds == 1);
  CHECK(project.builds() == 0);
  folder.write("framework/core/a.cpp", "int a;");
  CHECK(project.builds() == 1);
  CHECK(project.builds() == 0);
  folder.write("framework/core/new.cpp", "");
  CHECK(project.builds() == 1);
  std::filesystem::remove(folder / "tools/b.cpp");
  CHECK(project.builds() == 1);
  std::filesystem::rename(folder / "framework/core/new.cpp", folder / "framework/core/old.cpp");
  CHECK(project.builds() == 1);
  std::filesystem::remove(folder / "build/release/bin/train");
  CHECK(project.builds() == 1);
  folder.write("notes.txt", "no source");
  CHECK(project.builds() == 0);
}

TEST_CASE("a build that failed is tried again by the next ./run") {
  PretendedProject project;
  REQUIRE(project.builds() == 1);
  project.folder().write("framework/core/a.cpp", "int a");
  project.folder().write("broken", "");
  const auto [failed, builds] = project.train();
  CHECK(failed.code != 0);
  CHECK(builds == 1);
  CHECK(failed.text.find("--version") == std::string::npos);  // the old program is not run
  std::filesystem::remove(project.folder() / "broken");
  CHECK(project.builds() == 1);
  CHECK(project.builds() == 0);
}

TEST_CASE("./run runs the commands of a page, and can have what it shows rewritten") {
  PretendedProject project;
  const auto run_pages = [&](const std::string& arguments) { return project.run(arguments).text; };
  const std::string tests = "every command of .*docs/config.md.* prints what the page shows";
  CHECK_THAT(run_pages("test --docs docs/config.md"), Catch::Contains("long: ") && Catch::Contains(tests));
  CHECK_THAT(run_pages("docs --update docs/config.md"), Catch::Contains("update: ") && Catch::Contains(tests));
  CHECK_THAT(run_pages("docs --update"),
             Catch::Contains("update: ") && Catch::Contains("every command of .*.* prints"));
}

TEST_CASE("./run tells the program how it was called, for hints") {
  PretendedProject project;
  CHECK(project.train().first.text == "run: configuring\n./run --version\n");
}

}  // namespace rowgrad
