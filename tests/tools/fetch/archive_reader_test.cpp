#include "tools/fetch/archive_reader.hpp"

#include <map>

#include "core/error.hpp"
#include "tests/archives.hpp"
#include "tests/catch.hpp"
#include "tests/temporary_folder.hpp"

namespace rowgrad {
namespace {

using Catch::Matchers::Contains;
using Contents = std::map<std::string, std::string>;

constexpr ArchiveLimits roomy{.bytes = 1 << 20, .entries = 100};

Contents contents(const std::string& archive, ArchiveLimits limits = roomy) {
  const TemporaryFolder folder;
  FetchObserver nobody;
  ArchiveReader reader(folder.write("archive", archive), limits, nobody);
  Contents files;
  for (std::string name = reader.next(); !name.empty(); name = reader.next())
    reader.read([&](std::string_view piece) { files[name] += piece; });
  return files;
}

// By a zip and by a packed tar.
void check_refused(const std::vector<ArchiveMember>& members, const std::string& why, ArchiveLimits limits = roomy) {
  for (const bool zip : {true, false}) {
    CAPTURE(zip);
    CHECK_THROWS_WITH(contents(make_archive(members, zip), limits),
                      Contains(why) && Contains("nothing of it was unpacked"));
  }
}

TEST_CASE("the files of a zip and of a packed tar are read, folders are none") {
  const std::vector<ArchiveMember> members{
      {"a/", "", "", AE_IFDIR}, {"a/one.txt", "one\n"}, {"empty", ""}, {"a/..b", std::string(600'000, 'x')}};
  for (const bool zip : {true, false}) {
    CAPTURE(zip);
    const Contents files = contents(make_archive(members, zip));
    CHECK(files.at("a/one.txt") == "one\n");
    CHECK(files.at("a/..b") == std::string(600'000, 'x'));
    CHECK_FALSE(files.contains("a/"));
  }
}

TEST_CASE("an archive that leads out of its folder is refused") {
  check_refused({{"good", "x"}, {"../evil", "x"}}, "\"../evil\" leads out of the folder");
  check_refused({{"a/../../evil", "x"}}, "leads out of the folder");
  check_refused({{"/etc/evil", "x"}}, "\"/etc/evil\" leads out of the folder");
}

TEST_CASE("an archive with a link or a device is refused") {
  check_refused({{"link", "", "/etc/passwd", AE_IFLNK}}, "\"link\" is a link");
  const std::vector<ArchiveMember> hard{{"a", "x"}, {"b", "", "a"}}, pipe{{"pipe", "", "", AE_IFIFO}};
  CHECK_THROWS_WITH(contents(make_archive(hard, false)), Contains("\"b\" is a link"));
  CHECK_THROWS_WITH(contents(make_archive(pipe, false)), Contains("neither file nor folder"));
}

TEST_CASE("an archive that unpacks to more than it may is refused, whoever reads the large file or skips it") {
  const std::vector<ArchiveMember> bomb{{"small", "x"}, {"zeros", std::string(3 << 20, '\0')}, {"last", "x"}};
  check_refused(bomb, "unpacks to more than 1048576 bytes");
  const TemporaryFolder folder;
  FetchObserver nobody;
  ArchiveReader skipping(folder.write("bomb", make_archive(bomb, false)), roomy, nobody);
  CHECK(skipping.next() == "small");
  CHECK_THROWS_WITH(skipping.next(), Contains("unpacks to more than"));
}

TEST_CASE("an archive with thousands of entries is refused") {
  std::vector<ArchiveMember> many;
  for (int i = 0; i < 3000; ++i) many.push_back({"f" + std::to_string(i), ""});
  check_refused(many, "has more than 100 entries");
}

TEST_CASE("what is no archive, or a damaged one, is refused") {
  CHECK_THROWS_WITH(contents("<html>Sorry, moved</html>"), Contains("expected a zip or tar archive, found none"));
  std::string damaged = make_archive({{"a.txt", std::string(5000, 'a')}, {"b.txt", "bbb"}}, true);
  damaged[60] ^= 1;  // within the packed bytes
  CHECK_THROWS_AS(contents(damaged), Error);
  const std::string packed = make_archive({{"a.txt", std::string(500'000, 'a')}}, false);
  CHECK_THROWS_AS(contents(packed.substr(0, packed.size() / 2)), Error);
}

TEST_CASE("an observer that wishes to stop is heard while a file is unpacked") {
  struct Stops : FetchObserver {
    bool wants_to_stop() const override { return true; }
  } stops;
  const TemporaryFolder folder;
  ArchiveReader reader(folder.write("a", make_archive({{"a.txt", "x"}}, true)), roomy, stops);
  CHECK(reader.next() == "a.txt");
  CHECK_THROWS_AS(reader.read([](std::string_view) {}), FetchStopped);
}

}  // namespace
}  // namespace rowgrad
