#include "tools/fetch/partial_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "config/types.hpp"
#include "core/atomic_file.hpp"
#include "core/error.hpp"
#include "core/is_there.hpp"
#include "core/text_file.hpp"

namespace rowgrad {

PartialFile::PartialFile(const std::filesystem::path& folder, const std::string& name)
    : path_(folder / (name + ".part")), origin_path_(folder / (name + ".part.json")) {
  open();
  read_origin();
}

PartialFile::~PartialFile() {
  if (size_ == 0) remove();
}

// The lock goes with the process, however it ends.
void PartialFile::open() {
  file_ = FileDescriptor(::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644));
  if (file_.get() < 0) fail();
  struct stat info = {};
  const bool locked = ::flock(file_.get(), LOCK_EX | LOCK_NB) == 0;
  // Without a link it was another's, who has just finished.
  if (!locked || ::fstat(file_.get(), &info) != 0 || info.st_nlink == 0)
    throw run_error(path_.string(), "another process is fetching this", "wait until it ends");
  size_ = static_cast<std::uint64_t>(info.st_size);
  has_earlier_bytes_ = size_ > 0;
}

// What cannot be read was not written by us, or not to its end: then the part is as good as none.
void PartialFile::read_origin() {
  if (!is_there(origin_path_)) return;
  try {
    const Json json = Json::parse(TextFile(origin_path_).text());
    origin_ = {json.at("url"), json.at("validator"), json.at("bytes")};
  } catch (const Json::exception&) {
    origin_ = {};
  }
}

void PartialFile::start(const Origin& origin) {
  if (::ftruncate(file_.get(), 0) != 0) fail();
  size_ = 0;
  has_earlier_bytes_ = false;
  origin_ = origin;
  const Json json{{"url", origin.url}, {"validator", origin.validator}, {"bytes", origin.bytes}};
  write_atomically(origin_path_, json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

void PartialFile::append(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::pwrite(file_.get(), bytes.data(), bytes.size(), static_cast<off_t>(size_));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail();
    size_ += static_cast<std::uint64_t>(written);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

void PartialFile::remove() {
  if (removed_) return;  // by now the name may be another process's
  removed_ = true;
  std::error_code ignored;
  std::filesystem::remove(origin_path_, ignored);
  std::filesystem::remove(path_, ignored);
}

void PartialFile::fail() const {
  const int reason = errno;
  const std::string what = std::string("cannot be written: ") + std::strerror(reason);
  const bool disk = reason == ENOSPC || reason == EDQUOT || reason == EFBIG || reason == EIO;
  if (disk) throw run_error(path_.string(), what, "free some space; the same command then goes on from there");
  throw input_error(path_.string(), what, "check its permissions, or choose another folder by --to");
}

}  // namespace rowgrad
