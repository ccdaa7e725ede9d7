#include "tests/docs/page_folder.hpp"

#include <filesystem>

#include "tests/docs/page_line.hpp"

namespace rowgrad {

namespace fs = std::filesystem;

PageFolder::PageFolder() {
  for (const char* name : {"data", "configs"}) fs::copy(source_file(name), folder_ / name, fs::copy_options::recursive);
  fs::create_directories(folder_ / "build/release");
  fs::create_directory_symlink(ROWGRAD_BIN_DIR, folder_ / "build/release/bin");
  const auto script = folder_.write("run",
                                    "#!/bin/bash\n"
                                    "if [[ $1 == bench ]]; then exec \"bench_$2\" \"${@:3}\"; fi\n"
                                    "ROWGRAD_CALLED=./run exec \"$@\"\n");
  fs::permissions(script, fs::perms::owner_all);
}

Finished PageFolder::run(const std::string& command) const {
  // `head` reads on to the end: what writes into it is to succeed or fail by itself, not by a pipe that was closed.
  const std::string script =
      "set -e -o pipefail\nexec 2>&1\nPATH='" ROWGRAD_BIN_DIR
      "':$PATH\n"
      "head() { command head \"$@\" || return; if [[ -p /dev/stdin ]]; then cat >/dev/null; fi; }\n" +
      command;
  Finished finished = run_command({"/bin/bash", "-c", script}, {.folder = folder_.path().string()});
  const std::string folder = folder_.path().string();
  for (std::size_t at = 0; (at = finished.out.find(folder, at)) != std::string::npos; at += ellipsis.size())
    finished.out.replace(at, folder.size(), ellipsis);
  return finished;
}

}  // namespace rowgrad
