// RunLock: the right to write in a run directory. One process has it at a time; readers need none.
//
// The lock is flock's on the file ".rowgrad.lock" in the folder, which holds the process id of its owner. The kernel
// releases it with the process, so that a killed run leaves a file but no lock. The folder is kept open: it may be
// renamed meanwhile.
#pragma once

#include <filesystem>

namespace rowgrad {

class RunLock {
 public:
  static constexpr const char* file_name = ".rowgrad.lock";

  /// Locks a folder, which is made if it is missing. Throws an input Error that names the process if another one has
  /// the lock, or if nothing can be written there. A file system that knows no locks gives none.
  explicit RunLock(std::filesystem::path folder);
  ~RunLock() { release(); }
  RunLock(const RunLock&) = delete;
  RunLock& operator=(const RunLock&) = delete;

  /// Gives the lock back and removes its file.
  void release();
  /// Whether the folder was made for the lock.
  bool made_folder() const { return made_folder_; }

  /// Whether a process has the folder's lock, this one included; takes and writes nothing.
  static bool is_held(const std::filesystem::path& folder);
  /// Throws the constructor's Error if one has.
  static void require_free(const std::filesystem::path& folder);

 private:
  // False if the folder or its lock file was replaced, or somebody else has the lock.
  bool try_lock();
  void open_folder();
  bool is_in_place() const;
  void close();

  std::filesystem::path folder_;
  bool made_folder_ = false;
  int folder_fd_ = -1;
  int fd_ = -1;
};

}  // namespace rowgrad
