// What the machine does not have: threads, memory, room in a file.
#include <chrono>
#include <thread>

#include "core/text_file.hpp"
#include "tests/cli/workplace.hpp"
#include "tests/sanitized.hpp"

namespace rowgrad {
namespace {

constexpr std::size_t gigabyte = std::size_t{1} << 30;

Finished train_within(const Workplace& place, const Json& config, std::vector<std::string> more) {
  place.folder.write("config.json", config.dump());
  std::vector<std::string> command{"train", "--config", place.config, "--out", place.out, "--quiet"};
  command.insert(command.end(), more.begin(), more.end());
  return run_command(command, {.address_space = gigabyte});
}

void check_failed(const Workplace& place, const Finished& finished, const std::string& part) {
  INFO(finished.err);
  CHECK(finished.code == 1);
  CHECK(finished.err.starts_with("error: "));
  CHECK(finished.err.find(part) != std::string::npos);
  CHECK(std::count(finished.err.begin(), finished.err.end(), '\n') == 1);
  CHECK_FALSE(std::filesystem::exists(place.out));
}

TEST_CASE("threads that cannot be started end the run with a message") {
  if (sanitized) return;
  const Workplace place;
  check_failed(place, train_within(place, good_config(), {"--threads", "1024"}), "of 1024 could be started");
}

TEST_CASE("memory that a model needs and the machine does not have is refused with both figures") {
  if (sanitized) return;
  const Workplace place;
  Json config = good_config();
  config["model"][0]["dim"] = 20'000'000;
  config["optimizer"] = {{"type", "AdamW"}};
  check_failed(place, train_within(place, config, {"--threads", "1"}), " GB are left");
}

TEST_CASE("memory that runs out on the way ends the run with a message") {
  if (sanitized) return;
  const Workplace place;
  Json config = good_config();
  config["model"][0]["dim"] = 20'000'000;  // the table fits, the rows of a batch do not
  check_failed(place, train_within(place, config, {"--threads", "1"}), "memory");
}

TEST_CASE("a file that is cut short while it is read ends the run with a message, not by a signal") {
  const Workplace place;
  std::string text;
  while (text.size() < 2 * TextFile::largest_copy)
    text += "a fine film and a dull one, of words and of w" + std::to_string(text.size()) + "\n";
  bool lost = false;
  for (int attempt = 0; attempt < 20 && !lost; ++attempt) {
    const std::string data = place.folder.write("text.txt", text);
    Process process({"train", "--config", source_file("configs/word2vec.json"), "--set", "data.train=" + data, "--set",
                     "train.epochs=0", "--out", place.out, "--overwrite", "--quiet", "--threads", "1"},
                    {});
    // Once it is mapped it is going to be read.
    for (int i = 0; i < 10000 && read_text(process.maps()).find(data) == std::string::npos; ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    std::filesystem::resize_file(data, 5000);
    const Finished finished = process.wait();
    INFO(finished.err);
    CHECK((finished.code == 0 || finished.code == 1 || finished.code == 2));
    lost = finished.err.find("cut short while it was being read") != std::string::npos;
  }
  CHECK(lost);
}

TEST_CASE("predict keeps as much for a megabyte of short lines as for a few") {
  const Workplace place;
  Json config = good_config();
  config["model"][0]["dim"] = 64;
  config["model"][1] = {{"name", "states"}, {"layer", "GRU"}, {"input", "embed"}, {"dim", 64}};
  const Json mean{{"name", "phrase"}, {"layer", "Mean"}, {"input", "states"}};
  config["model"].insert(config["model"].begin() + 2, mean);
  INFO(place.train(config).err);
  REQUIRE(std::filesystem::exists(place.out));
  std::string lines;
  for (int i = 0; i < 60000; ++i) lines += i % 2 == 0 ? "a fine film\n" : "a dull film\n";
  const std::vector<std::string> predict{"rowgrad", "predict", place.out};
  const Finished few = run_command(predict, {.input = lines.substr(0, 1200)}),
                 many = run_command(predict, {.input = lines});
  CHECK(std::count(many.out.begin(), many.out.end(), '\n') == 60000);
  if (!sanitized) CHECK(many.peak_bytes < few.peak_bytes + (std::size_t{40} << 20));
}

}  // namespace
}  // namespace rowgrad
