// A small data set and a folder to fetch it into, for tests.
#pragma once

#include <atomic>
#include <cstdlib>

#include "core/error.hpp"
#include "tests/catch.hpp"
#include "tests/cli/process.hpp"
#include "tests/http_server.hpp"
#include "tools/fetch/conversions.hpp"
#include "tools/fetch/fetch.hpp"

namespace rowgrad {

inline std::string sum_of(std::string_view bytes) {
  Sha256 hash;
  hash.add(bytes);
  return hash.finish();
}

/// `content` as x.txt.
inline DataSet small_set(const std::string& content) {
  return {.name = "x",
          .about = "",
          .author = "",
          .licence = "",
          .url = "https://example.invalid/x",
          .bytes = content.size(),
          .sha256 = sum_of(content),
          .files = {"x.txt"},
          .convert = copy_as("x.txt"),
          .next = {"train", "x.txt"}};
}

/// The same, where neither size nor sum is published.
inline DataSet unpublished_set() {
  DataSet set = small_set("");
  set.bytes = 0;
  set.sha256.clear();
  return set;
}

struct Listener : FetchObserver {
  std::vector<std::string> notes;
  std::atomic<bool> stop = false;
  void noted(const std::string& text) override { notes.push_back(text); }
  bool wants_to_stop() const override { return stop; }
};

/// A folder into which a set is fetched from a server of the test's.
struct Fetched {
  TemporaryFolder folder;
  Listener listener;
  FetchOptions options;

  explicit Fetched(const std::string& from) {
    ::setenv("no_proxy", "127.0.0.1", /*overwrite=*/1);  // whatever proxy this machine has
    options = {folder.path(), from, false, {}};
    options.download.tries = 1;
    options.download.pause = std::chrono::milliseconds(1);
  }
  FetchReport run(const DataSet& set) { return fetch(set, options, listener); }
  std::string text(const std::string& name = "x.txt") const { return read_text(folder / name); }
  bool has(const std::string& name) const { return std::filesystem::exists(folder / name); }
};

/// What a fetch ends with: its exit code and message; 0 and nothing if it went well.
inline std::pair<int, std::string> failure(Fetched& place, const DataSet& set) {
  try {
    place.run(set);
  } catch (const Error& e) {
    return {e.exit_code(), e.what()};
  }
  return {0, ""};
}

}  // namespace rowgrad
