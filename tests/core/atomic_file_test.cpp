#include "core/atomic_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>

#include "core/error.hpp"
#include "core/text_file.hpp"
#include "tests/catch.hpp"
#include "tests/temporary_folder.hpp"

namespace rowgrad {
namespace {

std::vector<std::string> names_in(const TemporaryFolder& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) names.push_back(entry.path().filename());
  return names;
}

std::string content(const std::filesystem::path& file) { return std::string(TextFile(file).bytes()); }

TEST_CASE("a file appears whole or not at all, and nothing else is left in its folder") {
  const TemporaryFolder folder;
  const auto path = folder.write("a.txt", "old");
  {
    AtomicFile file(path);
    file.write("new, but never committed");
  }
  CHECK(content(path) == "old");
  write_atomically(path, "new");
  CHECK(content(path) == "new");
  CHECK(names_in(folder) == std::vector<std::string>{"a.txt"});
}

TEST_CASE("two writers of one file do not mix: the last to finish counts") {
  const TemporaryFolder folder;
  AtomicFile one(folder / "a.txt"), two(folder / "a.txt");
  one.write("one ");
  two.write("two ");
  one.write("one");
  two.write("two");
  two.commit();
  one.commit();
  CHECK(content(folder / "a.txt") == "one one");
}

TEST_CASE("what a killed process leaves behind is told from other files") {
  const TemporaryFolder folder;
  AtomicFile file(folder / "a.txt");
  REQUIRE(names_in(folder).size() == 1);
  CHECK(is_left_behind(names_in(folder)[0]));
  for (const char* other : {"a.txt", "a.tmp", "a.tmp-", "a.tmp-1", "a.tmp-1-", "a.tmp-x-1", ".tmp-1-2", "a.tmp-1-2-3"})
    CHECK(!is_left_behind(other));
}

TEST_CASE("a symbolic link stays one, and a pipe is written to, not replaced") {
  const TemporaryFolder folder;
  std::filesystem::create_symlink("target.txt", folder / "link.txt");
  write_atomically(folder / "link.txt", "through");
  CHECK(std::filesystem::is_symlink(folder / "link.txt"));
  CHECK(content(folder / "target.txt") == "through");

  REQUIRE(::mkfifo((folder / "pipe").c_str(), 0600) == 0);
  const int reader = ::open((folder / "pipe").c_str(), O_RDONLY | O_NONBLOCK);
  write_atomically(folder / "pipe", "hello");
  char bytes[8] = {};
  CHECK(::read(reader, bytes, sizeof(bytes)) == 5);
  ::close(reader);
  CHECK(std::string(bytes) == "hello");
  CHECK(std::filesystem::is_fifo(folder / "pipe"));
}

TEST_CASE("an open file is written where it stands, not replaced by one of its name") {
  const TemporaryFolder folder;
  const auto path = folder.write("a.txt", "header\n");
  const int open = ::open(path.c_str(), O_WRONLY | O_APPEND);
  std::filesystem::create_symlink("/dev/fd/" + std::to_string(open), folder / "link");
  for (const auto& name : {std::filesystem::path("/dev/fd/" + std::to_string(open)), folder / "link"}) {
    CHECK(is_written_directly(name));
    write_atomically(name, "line\n");
  }
  CHECK(::write(open, "end\n", 4) == 4);
  ::close(open);
  CHECK(content(path) == "header\nline\nline\nend\n");
  CHECK(is_written_directly("/dev/null"));
  CHECK_FALSE(is_written_directly(path));
  CHECK_FALSE(is_written_directly(folder.path()));
}

TEST_CASE("a pipe whose reader is gone is the machine's failure") {
  const TemporaryFolder folder;
  int ends[2] = {};
  REQUIRE(::pipe(ends) == 0);
  ::close(ends[0]);
  const auto before = std::signal(SIGPIPE, SIG_IGN);
  try {
    write_atomically("/dev/fd/" + std::to_string(ends[1]), "text");
    FAIL("no error");
  } catch (const Error& e) {
    CHECK(e.exit_code() == 1);
    CHECK_THAT(e.what(), Catch::Contains("reader"));
  }
  std::signal(SIGPIPE, before);
  ::close(ends[1]);
}

TEST_CASE("a place that cannot be written is the user's to change") {
  const TemporaryFolder folder;
  for (const auto& path : {folder / "no/such/folder/a.txt", folder / std::string(300, 'x'), folder.path()}) {
    try {
      write_atomically(path, "text");
      FAIL("no error");
    } catch (const Error& e) {
      CHECK(e.exit_code() == 2);
      CHECK_THAT(e.what(), Catch::Contains("cannot be written"));
    }
  }
}

}  // namespace
}  // namespace rowgrad
