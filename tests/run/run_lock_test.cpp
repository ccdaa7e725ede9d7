#include "run/run_lock.hpp"

#include <unistd.h>

#include "core/error.hpp"
#include "tests/catch.hpp"
#include "tests/temporary_folder.hpp"

namespace rowgrad {
namespace {

TEST_CASE("a folder has one writer, and the second is told the first one's process id") {
  const TemporaryFolder folder;
  const std::string id = "process " + std::to_string(::getpid());
  {
    const RunLock first(folder / "run");
    CHECK_THROWS_WITH(RunLock(folder / "run"), Catch::Contains(id));
    CHECK_THROWS_WITH(RunLock::require_free(folder / "run"), Catch::Contains(id));
    CHECK_NOTHROW(RunLock(folder / "other"));
  }
  CHECK_NOTHROW(RunLock::require_free(folder / "run"));
  CHECK(std::filesystem::is_empty(folder / "run"));
}

TEST_CASE("the file of a killed process is no lock") {
  const TemporaryFolder folder;
  folder.write(RunLock::file_name, "12345\n");
  CHECK_NOTHROW(RunLock::require_free(folder.path()));
  CHECK_NOTHROW(RunLock(folder.path()));
}

TEST_CASE("a lock holds, and is given back, when the folder is renamed") {
  const TemporaryFolder folder;
  RunLock lock(folder / "run");
  std::filesystem::rename(folder / "run", folder / "moved");
  CHECK_THROWS_AS(RunLock(folder / "moved"), Error);
  lock.release();
  CHECK(std::filesystem::is_empty(folder / "moved"));
}

TEST_CASE("what is no folder cannot be locked") {
  const TemporaryFolder folder;
  folder.write("file", "mine");
  CHECK_THROWS_WITH(RunLock(folder / "file/run"), Catch::Contains("--out"));
}

}  // namespace
}  // namespace rowgrad
