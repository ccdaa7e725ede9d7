#include "run/tensorboard.hpp"

#include <bit>
#include <cstring>

#include "core/text_file.hpp"
#include "io/crc32c.hpp"
#include "run/marker.hpp"
#include "tests/catch.hpp"
#include "tests/trained.hpp"

namespace rowgrad {
namespace {

std::vector<std::filesystem::path> event_files(const std::filesystem::path& run) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(run)) {
    if (is_event_file_name(entry.path().filename().string())) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

template <class T>
T take(std::string_view& bytes) {
  T value;
  REQUIRE(bytes.size() >= sizeof(T));
  std::memcpy(&value, bytes.data(), sizeof(T));
  bytes.remove_prefix(sizeof(T));
  return value;
}

std::uint32_t masked(std::string_view bytes) {
  const std::uint32_t crc = crc32c(bytes);
  return std::rotr(crc, 15) + 0xa282ead8U;
}

// The events in the file's records, whose checksums must be right.
std::vector<std::string> events_in(const std::filesystem::path& file) {
  const TextFile text(file);
  std::string_view bytes = text.bytes();
  std::vector<std::string> events;
  while (!bytes.empty()) {
    const std::uint32_t of_length = masked(bytes.substr(0, 8));
    const auto length = take<std::uint64_t>(bytes);
    CHECK(take<std::uint32_t>(bytes) == of_length);
    REQUIRE(bytes.size() >= length);
    events.emplace_back(bytes.substr(0, length));
    bytes.remove_prefix(length);
    CHECK(take<std::uint32_t>(bytes) == masked(events.back()));
  }
  return events;
}

std::size_t count(const std::vector<std::string>& events, const std::string& part) {
  return static_cast<std::size_t>(std::count_if(
      events.begin(), events.end(), [&](const std::string& e) { return e.find(part) != std::string::npos; }));
}

// Stops after `step`.
struct Stopper : RunObserver {
  explicit Stopper(std::size_t after) : step(after) {}
  Wish progressed(const RunProgress& progress) override {
    return progress.step == step ? Wish::save_and_stop : Wish::go_on;
  }
  std::size_t step;
};

RunSpec spec_with_curves() {
  return shipped_spec("sentiment", {"train.tensorboard=true", "train.epochs=3", "train.log_every=10",
                                    "data.dev=" ROWGRAD_SOURCE_DIR "/data/phrases.test.tsv"});
}

TEST_CASE("an event file holds the scalars of each logged step and epoch, and the marker lists it") {
  const TemporaryFolder folder;
  RunObserver nobody;
  train(spec_with_curves(), {folder / "run"}, nobody);
  const auto files = event_files(folder / "run");
  REQUIRE(files.size() == 1);
  const auto listed = read_marker(folder / "run")->files;
  CHECK(std::find(listed.begin(), listed.end(), files[0].filename().string()) != listed.end());
  const std::vector<std::string> events = events_in(files[0]);
  CHECK(events[0].ends_with("brain.Event:2"));
  CHECK(count(events, "train/loss") == 96 / 10);
  CHECK(count(events, "train/lr") == 96 / 10);
  CHECK(count(events, "train/rows_touched/embed.weight") == 96 / 10);
  for (const char* tag : {"train/epoch_loss", "dev/loss", "dev/accuracy"}) CHECK(count(events, tag) == 3);
  CHECK(events.size() == 1 + 96 / 10 + 3);
}

TEST_CASE("a resumed run begins an event file of its own, which says from which step on it counts") {
  const TemporaryFolder folder;
  const RunSpec spec = spec_with_curves();
  Stopper stopper(40);
  RunObserver nobody;
  train(spec, {folder / "run"}, stopper);
  const auto first = event_files(folder / "run");
  resume(spec, folder / "run", nobody);
  const auto files = event_files(folder / "run");
  REQUIRE(first.size() == 1);
  REQUIRE(files.size() == 2);
  CHECK(files[0] == first[0]);
  CHECK(count(events_in(files[0]), "train/loss") == 4);
  const auto events = events_in(files[1]);
  CHECK(events[1].ends_with(std::string("\x10\x29\x3a\x02\x08\x01")));  // step 41, a session log: START
  CHECK(count(events, "train/loss") == 96 / 10 - 4);
  // A run that replaces it removes both.
  train(shipped_spec("sentiment", {"train.epochs=1"}), {folder / "run", {}, true}, nobody);
  CHECK(event_files(folder / "run").empty());
}

TEST_CASE("without train.tensorboard no event file is written, nor by a finished run that is resumed") {
  const TemporaryFolder folder;
  RunObserver nobody;
  train(shipped_spec("sentiment", {"train.epochs=1"}), {folder / "plain"}, nobody);
  CHECK(event_files(folder / "plain").empty());
  const RunSpec spec = spec_with_curves();
  train(spec, {folder / "run"}, nobody);
  resume(spec, folder / "run", nobody);
  CHECK(event_files(folder / "run").size() == 1);
}

}  // namespace
}  // namespace rowgrad
